package io.counterfoil.jdbc.torture;

import static io.counterfoil.jdbc.torture.Move.appends;
import static io.counterfoil.jdbc.torture.Move.commits;
import static io.counterfoil.jdbc.torture.Move.polls;
import static io.counterfoil.jdbc.torture.Move.rollsBack;
import static io.counterfoil.jdbc.torture.Move.steps;

import io.counterfoil.jdbc.torture.Move.Act;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says who does what, one after the other: a race that goes the same way each time.
 *
 * @param name what it is about
 * @param moves who does what
 */
record Schedule(String name, List<Move> moves) {
  Schedule {
    moves = List.copyOf(moves);
  }

  /** Reads as a story. */
  @Override
  public String toString() {
    return name + " (" + moves.stream().map(Move::toString).collect(Collectors.joining(", ")) + ")";
  }

  /** The races that published designs have lost, each in its shortest form. */
  static List<Schedule> traps() {
    return List.of(
        new Schedule(
            "a later position is committed first",
            List.of(appends("A", "x"), appends("B", "y"), commits("B"), polls(), commits("A"))),
        new Schedule(
            "one transaction appends twice around another's",
            List.of(
                appends("A", "x"),
                appends("B", "y"),
                appends("A", "x"),
                commits("A"),
                polls(),
                polls(),
                commits("B"))),
        new Schedule(
            "a transaction that wrote elsewhere first continues the stream of a younger one",
            List.of(
                Move.of("A", Act.WRITES_ELSEWHERE),
                appends("B", "x"),
                commits("B"),
                appends("A", "x"),
                commits("A"),
                polls())),
        new Schedule(
            "a bystander wrote elsewhere and stays",
            List.of(
                Move.of("A", Act.WRITES_ELSEWHERE),
                appends("B", "x"),
                commits("B"),
                appends("C", "y"),
                rollsBack("C"),
                appends("D", "z"),
                commits("D"),
                polls())),
        new Schedule(
            "a gap opens behind the gap that is watched",
            List.of(
                appends("A", "x"),
                appends("B", "y"),
                commits("B"),
                polls(),
                rollsBack("A"),
                appends("C", "z"),
                appends("D", "w"),
                commits("D"),
                polls(),
                polls(),
                commits("C"))),
        new Schedule(
            "who holds the gap is prepared for two-phase commit, and goes on under another name",
            List.of(
                appends("A", "x"),
                appends("B", "y"),
                commits("B"),
                polls(),
                Move.of("A", Act.IS_PREPARED),
                polls(),
                polls(),
                commits("A"))),
        new Schedule(
            "a gap is filled between two looks of one poll",
            List.of(appends("A", "x"), appends("B", "y"), commits("B"), steps(), commits("A"))),
        new Schedule(
            "a gap opens between two looks of one poll",
            List.of(
                appends("A", "w"),
                commits("A"),
                polls(),
                appends("B", "x"),
                rollsBack("B"),
                steps(),
                appends("C", "y"),
                appends("D", "z"),
                commits("D"),
                steps(),
                steps(),
                polls(),
                commits("C"))));
  }
}
