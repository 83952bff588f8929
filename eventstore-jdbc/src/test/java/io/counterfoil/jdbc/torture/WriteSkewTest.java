package io.counterfoil.jdbc.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Metadata;
import io.counterfoil.contract.Sample;
import io.counterfoil.jdbc.HeldTransaction;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.jdbc.torture.Side.Manner;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plays "to B if A is as it was" against "to A if B is as it was", statement by statement in every
 * order, at every level of isolation, in the stores' own transactions and in those of callers. Both
 * must never be stored.
 */
class WriteSkewTest {
  private static final Metadata META = Metadata.at(Instant.ofEpochMilli(1_717_250_000_000L));
  private static final List<String> LEVELS =
      List.of("READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Side> sides = new ArrayList<>();
  private int plays;

  @AfterEach
  void close() {
    threads.shutdownNow();
    sides.forEach(Side::close);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2})
  void neverStoresBothOnPostgres(long head) throws Exception {
    playAll(TortureTables.create(TestDatabases.postgres()), LEVELS, head);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2})
  void neverStoresBothOnH2(long head) throws Exception {
    List<String> levels = new ArrayList<>(LEVELS);
    levels.add("SNAPSHOT");
    playAll(TortureTables.create(TestDatabases.h2Memory()), levels, head);
  }

  private void playAll(TestDatabase database, List<String> levels, long head) throws Exception {
    EventStore truth = JdbcEventStore.on(database.dataSource(), Sample.types());
    List<Side> left = sides(database, levels);
    List<Side> right = sides(database, levels);
    try (Waiting waiting = new Waiting(database)) {
      for (int i = 0; i < left.size(); i++) {
        for (Side other : right.subList(i, right.size())) {
          playEachOrder(truth, waiting, left.get(i), other, head);
        }
      }
    }
    System.out.println("WriteSkewTest, " + database.url() + ", " + plays + " orders");
  }

  private List<Side> sides(TestDatabase database, List<String> levels) {
    List<Side> made = new ArrayList<>();
    for (String level : levels) {
      made.add(new Side(database, Manner.NODE, level));
      made.add(new Side(database, Manner.CALLER_WHO_READ, level));
    }
    made.add(new Side(database, Manner.CALLER, "READ COMMITTED"));
    if (database.isPostgres()) { // H2 has them always
      made.add(new Side(database, Manner.CALLER_WITH_SAVEPOINTS, "READ COMMITTED"));
    }
    sides.addAll(made);
    return made;
  }

  private void playEachOrder(EventStore truth, Waiting waiting, Side one, Side other, long head)
      throws Exception {
    Choices choices = new Choices();
    do {
      plays++;
      StreamId a = new StreamId("order", "a" + plays);
      StreamId b = new StreamId("order", "b" + plays);
      if (head > 0) {
        truth.appendAll(List.of(write(a, (int) head), write(b, (int) head)));
      }

      int stored =
          play(
              choices,
              waiting,
              one.start(threads, List.of(check(a, head), write(b, 1))),
              other.start(threads, List.of(check(b, head), write(a, 1))));

      assertThat(truth.events(a).size() + truth.events(b).size())
          .as("%s against %s, stored", one, other)
          .isEqualTo(2 * head + stored);
      assertThat(stored).as("%s against %s", one, other).isLessThanOrEqualTo(1);
      if (one.isReadCommitted() || other.isReadCommitted()) {
        assertThat(stored).as("%s against %s", one, other).isEqualTo(1);
      }
    } while (choices.next());
  }

  /** Answers how many of the two have stored. */
  private static int play(Choices choices, Waiting waiting, Player one, Player other)
      throws Exception {
    while (!one.hasEnded() || !other.hasEnded()) {
      List<Player> movable = List.of(one, other).stream().filter(Player::canMove).toList();
      assertThat(movable).as("a deadlock").isNotEmpty();
      Player player = movable.get(choices.among(movable.size()));
      Player opponent = player == one ? other : one;
      int before = opponent.isWaiting() ? 1 : 0;
      player.move(() -> waiting.count() > before);
      if (player.hasEnded()) {
        opponent.goOn();
      }
    }
    return (one.hasStored() ? 1 : 0) + (other.hasStored() ? 1 : 0);
  }

  private static Append check(StreamId stream, long head) {
    return Append.check(stream, head == 0 ? ExpectedVersion.none() : ExpectedVersion.exactly(head));
  }

  /** Expects nothing of the stream that it writes to: only the check stands against the other. */
  private static Append write(StreamId stream, int events) {
    return Append.of(
        stream, ExpectedVersion.any(), Collections.nCopies(events, new Sample.Counted(1)), META);
  }

  /**
   * A store sends all in one go: here it is kept waiting in the middle, by who inserts the same.
   */
  @Test
  void neverStoresBothOnPostgresWhenAnInsertHasToWait() throws Exception {
    TestDatabase database = TortureTables.create(TestDatabases.postgres());
    for (String level : LEVELS) {
      sides.add(new Side(database, Manner.NODE, level));
    }
    for (Side one : sides) {
      for (Side other : sides) {
        plays++;
        assertThat(storedAround(database, one, other)).as("%s against %s", one, other).isEqualTo(1);
      }
    }
  }

  private int storedAround(TestDatabase database, Side one, Side other) throws Exception {
    StreamId a = new StreamId("note", "a" + plays);
    StreamId b = new StreamId("note", "b" + plays);
    try (HeldTransaction held = HeldTransaction.open(database);
        Waiting waiting = new Waiting(database)) {
      held.insertEvent(b.aggregateId());
      Future<Boolean> first =
          threads.submit(() -> one.append(List.of(check(a, 0), write(b, 1)))); // has checked
      waiting.await(1);
      Future<Boolean> second =
          threads.submit(() -> other.append(List.of(check(b, 0), write(a, 1))));
      waiting.await(2);
      held.rollback();
      return count(first) + count(second);
    }
  }

  private static int count(Future<Boolean> stored) throws Exception {
    return stored.get(60, TimeUnit.SECONDS) ? 1 : 0;
  }
}
