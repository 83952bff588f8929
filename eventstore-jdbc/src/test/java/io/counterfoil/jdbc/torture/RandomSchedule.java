package io.counterfoil.jdbc.torture;

import io.counterfoil.jdbc.torture.Move.Act;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes schedules by chance, in which no writer ever has to wait for another: a stream belongs to
 * the first that appends to it, until that one's transaction ends.
 */
final class RandomSchedule {
  private static final List<String> WRITERS = List.of("A", "B", "C", "D");
  private static final List<String> STREAMS = List.of("x", "y", "z", "w", "v");
  private static final int MOVES = 40;

  private final Random random;
  private final List<Move> moves = new ArrayList<>();
  private final Map<String, String> owners = new HashMap<>();
  private final Map<String, State> states = new HashMap<>();

  /** How far a writer's transaction has come. */
  private enum State {
    NOT_BEGUN,
    WROTE_ELSEWHERE,
    APPENDED,
    HAS_A_SAVEPOINT,
    PREPARED
  }

  private RandomSchedule(long seed) {
    this.random = new Random(seed);
  }

  static Schedule of(long seed) {
    RandomSchedule schedule = new RandomSchedule(seed);
    while (schedule.moves.size() < MOVES) {
      schedule.addMove();
    }
    return new Schedule("seed " + seed, schedule.moves);
  }

  private void addMove() {
    int chance = random.nextInt(100);
    if (chance < 30) {
      moves.add(Move.steps());
    } else if (chance < 35) {
      moves.add(Move.polls());
    } else {
      addMoveOf(any(WRITERS));
    }
  }

  private void addMoveOf(String writer) {
    State state = states.getOrDefault(writer, State.NOT_BEGUN);
    int chance = random.nextInt(100);
    if (state == State.PREPARED) {
      end(writer, chance < 50 ? Act.COMMITS : Act.ROLLS_BACK);
    } else if (state == State.NOT_BEGUN && chance < 30) {
      add(writer, Act.WRITES_ELSEWHERE, State.WROTE_ELSEWHERE);
    } else if (chance < 50 || state == State.NOT_BEGUN) {
      append(writer, state == State.HAS_A_SAVEPOINT ? state : State.APPENDED);
    } else if (chance < 60) {
      boolean back = state == State.HAS_A_SAVEPOINT && random.nextBoolean();
      add(
          writer,
          back ? Act.GOES_BACK_TO_THE_SAVEPOINT : Act.SETS_A_SAVEPOINT,
          State.HAS_A_SAVEPOINT);
    } else if (state == State.APPENDED && chance < 65) {
      add(writer, Act.IS_PREPARED, State.PREPARED);
    } else if (state != State.WROTE_ELSEWHERE) {
      end(writer, chance < 85 ? Act.COMMITS : chance < 96 ? Act.ROLLS_BACK : Act.IS_KILLED);
    }
  }

  private void append(String writer, State next) {
    String stream = any(STREAMS);
    if (writer.equals(owners.getOrDefault(stream, writer))) {
      owners.put(stream, writer);
      moves.add(Move.appends(writer, stream));
      states.put(writer, next);
    }
  }

  private void end(String writer, Act how) {
    add(writer, how, State.NOT_BEGUN);
    owners.values().removeIf(writer::equals);
  }

  private void add(String writer, Act act, State next) {
    moves.add(Move.of(writer, act));
    states.put(writer, next);
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
