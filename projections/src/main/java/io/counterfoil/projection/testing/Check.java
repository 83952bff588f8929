package io.counterfoil.projection.testing;

import io.counterfoil.projection.Projection;
import io.counterfoil.projection.jdbc.JdbcProjection;
import io.counterfoil.store.RecordedEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Requires that a read model shows what is expected, however the events are delivered.
 *
 * @param of what is read from, for people; begins with a space, or is empty
 * @param reading reads it
 * @param expectation tells what is expected
 * @param comparison shows a difference
 */
record Check<T>(
    String of, Callable<T> reading, Expectation<T> expectation, Comparison<T> comparison) {

  /** Tells what is expected, in the form of what was read. */
  interface Expectation<T> {
    T given(T actual);
  }

  /** Shows a difference, for people. */
  interface Comparison<T> {
    String show(T expected, T actual);
  }

  void run(Projection projection, GivenEvents given) {
    List<RecordedEvent> events = given.wantedBy(projection.filter(given.types()));
    Rehearsal rehearsal = new Rehearsal(projection, given.types(), events);
    Callable<Rows> table =
        projection instanceof JdbcProjection jdbc ? () -> Rows.whole(jdbc) : Rows::none;

    rehearsal.play(Plan.atOnce(events.size()));
    T actual = read(projection, reading);
    T expected = expectation.given(actual);
    if (!expected.equals(actual)) {
      throw differs("what is read" + of, comparison.show(expected, actual), given);
    }
    Rows rows = read(projection, table);
    for (Plan plan : Plan.others(events)) {
      rehearsal.play(plan);
      String when = " when " + plan.title();
      T again = read(projection, reading);
      if (!expected.equals(again)) { // a state that is changed in place always equals itself
        throw differs("what is read" + of + when, comparison.show(expected, again), given);
      }
      Rows rowsAgain = read(projection, table);
      if (!rows.equals(rowsAgain)) {
        throw differs("the table " + projection.name() + when, rows.differenceTo(rowsAgain), given);
      }
    }
  }

  private static AssertionError differs(String what, String difference, GivenEvents given) {
    return new AssertionError(
        what
            + " differs from what is expected (-):\n"
            + difference
            + "\ngiven\n"
            + GivenEvents.describe(given.events()));
  }

  private static <T> T read(Projection projection, Callable<T> reading) {
    try {
      return Objects.requireNonNull(reading.call(), "what is read");
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(
          "the read model of '" + projection.name() + "' could not be read: " + e, e);
    }
  }
}
