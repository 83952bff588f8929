package io.counterfoil.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Remembers how far a reader of the log has come, and decides along which path it goes on.
 *
 * <p>It begins to go past every event, for a while. Where that finds too few that are wanted, the
 * others are passed over by an index: of the conditions, the one that fewest events meet leads.
 */
final class LogWalk {
  /** Where fewer than one event in so many is wanted, the others are passed over by an index. */
  private static final int SPARSE = 10;

  private final LogConditions conditions;
  private final boolean backwards;
  private Range range;
  private Range sequences = new Range(0, Long.MAX_VALUE);
  private LogPath path = LogPath.POSITION;
  private boolean trying;

  LogWalk(LogConditions conditions, Range range, boolean backwards) {
    this.conditions = conditions;
    this.range = range;
    this.backwards = backwards;
    this.trying = !conditions.areNone();
  }

  boolean isAtEnd() {
    return range.isEmpty();
  }

  EventPage next(
      Connection connection, int size, LogSelect select, LogSurvey survey, StreamPlace places)
      throws SQLException {
    // A stream is known to be sparse: if it is not, its own index serves as well.
    if (trying && conditions.stream().isPresent() && range.length() > stretch(size)) {
      leave(connection, survey, places);
    }
    Range part = trying ? range.first(stretch(size), backwards) : range;
    EventPage page =
        isAtEnd()
            ? select.nothing()
            : select.page(
                connection, new LogStep(path, conditions, part, sequences, backwards, size));
    if (page.size() == size) {
      goOnBehind(page, size);
    } else {
      range = range.behind(part, backwards);
      if (!isAtEnd()) {
        leave(connection, survey, places);
      }
    }
    return page;
  }

  private static long stretch(int size) {
    return (long) SPARSE * size;
  }

  private void goOnBehind(EventPage page, int size) {
    Range rest = range.behind(page.last().position(), backwards);
    boolean merging = path == LogPath.EVENT_TYPE || path == LogPath.AGGREGATE_TYPE;
    if (merging && range.length() - rest.length() <= stretch(size)) {
      path = LogPath.POSITION;
      trying = true;
    } else if (path == LogPath.STREAM) {
      sequences = sequences.behind(page.last().sequence(), backwards);
    }
    range = rest;
  }

  /** Leaves the path along all positions for a better one. */
  private void leave(Connection connection, LogSurvey survey, StreamPlace places)
      throws SQLException {
    LogSurvey.Plan plan = survey.plan(connection, conditions, range);
    path = plan.path();
    range = plan.range();
    trying = false;
    if (path == LogPath.STREAM && !isAtEnd()) {
      sequences = sequences(connection, places);
    }
  }

  private Range sequences(Connection connection, StreamPlace places) throws SQLException {
    long edge = backwards ? range.to() : range.after();
    if (edge == 0) {
      return sequences;
    }
    Range around = places.around(connection, conditions.stream().orElseThrow(), edge, Pages.USUAL);
    return backwards ? new Range(0, around.to()) : new Range(around.after(), Long.MAX_VALUE);
  }

  @Override
  public String toString() {
    return "positions " + (range.after() + 1) + " to " + range.to();
  }
}
