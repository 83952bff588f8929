package io.counterfoil.jdbc;

import io.counterfoil.store.EventFilter;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a reader of the log asks of an event, as conditions of a query.
 *
 * <p>A condition is written in one of two forms. In the <em>leading</em> form an index serves it.
 * In the other, an expression keeps every index away from it: a database that guesses how many
 * events meet it would otherwise be tempted to collect them all and sort them, for each page.
 */
final class LogConditions {
  private static final String FENCED_TEXT = "(%s || '')";
  private static final String FENCED_NUMBER = "(%s + 0)";

  private final Set<String> eventTypes;
  private final Set<String> aggregateTypes;
  private final Optional<StreamId> stream;
  private final Optional<Long> since;
  private final Optional<Long> until;
  private final boolean impossible;

  private LogConditions(EventFilter filter) {
    this.eventTypes = filter.eventTypes();
    this.stream = filter.stream();
    // A stream has one aggregate type: either it is wanted, or nothing is.
    this.aggregateTypes = stream.isPresent() ? Set.of() : filter.aggregateTypes();
    this.since = filter.since().map(LogConditions::millis);
    this.until = filter.until().map(LogConditions::millis);
    this.impossible =
        stream.isPresent()
            && !filter.aggregateTypes().isEmpty()
            && !filter.aggregateTypes().contains(stream.get().aggregateType());
  }

  static LogConditions of(EventFilter filter) {
    return new LogConditions(filter);
  }

  /** Rounds up, as both bounds want it: events have whole milliseconds. */
  private static long millis(Instant moment) {
    if (!moment.isBefore(Instant.ofEpochMilli(Long.MAX_VALUE))) {
      return Long.MAX_VALUE;
    }
    if (!moment.isAfter(Instant.ofEpochMilli(Long.MIN_VALUE))) {
      return Long.MIN_VALUE;
    }
    long floor = moment.toEpochMilli();
    return Instant.ofEpochMilli(floor).equals(moment) ? floor : floor + 1;
  }

  boolean areImpossible() {
    return impossible;
  }

  boolean areNone() {
    return eventTypes.isEmpty() && aggregateTypes.isEmpty() && stream.isEmpty() && !haveTime();
  }

  boolean haveTime() {
    return since.isPresent() || until.isPresent();
  }

  Set<String> eventTypes() {
    return eventTypes;
  }

  Set<String> aggregateTypes() {
    return aggregateTypes;
  }

  Optional<StreamId> stream() {
    return stream;
  }

  /** Adds all conditions but those that the query leads with, each after an AND. */
  void addAllBut(LogPath leading, Query query) {
    if (leading != LogPath.EVENT_TYPE && !eventTypes.isEmpty()) {
      query.add(" AND " + FENCED_TEXT.formatted("\"type\"") + " = ANY(?)", eventTypes);
    }
    if (leading != LogPath.AGGREGATE_TYPE && !aggregateTypes.isEmpty()) {
      query.add(
          " AND " + FENCED_TEXT.formatted("\"aggregate_type\"") + " = ANY(?)", aggregateTypes);
    }
    if (leading != LogPath.STREAM && stream.isPresent()) {
      query.add(
          " AND " + FENCED_TEXT.formatted("\"aggregate_type\"") + " = ?",
          stream.get().aggregateType());
      query.add(
          " AND " + FENCED_TEXT.formatted("\"aggregate_id\"") + " = ?", stream.get().aggregateId());
    }
    if (leading != LogPath.TIME) {
      addTime(query, FENCED_NUMBER.formatted("\"recorded_at\""));
    }
  }

  /** Adds the condition on time in the form that an index serves, each bound after an AND. */
  void addTime(Query query) {
    addTime(query, "\"recorded_at\"");
  }

  private void addTime(Query query, String column) {
    since.ifPresent(moment -> query.add(" AND " + column + " >= ?", moment));
    until.ifPresent(moment -> query.add(" AND " + column + " < ?", moment));
  }

  static void addRange(Query query, Range range, boolean leading) {
    String column = leading ? "\"position\"" : FENCED_NUMBER.formatted("\"position\"");
    query.add(column + " > ? AND " + column + " <= ?", range.after(), range.to());
  }

  /**
   * Adds a range of the events that have a name, in the form that the index over names serves: on
   * PostgreSQL that index is a partial one, which has to hear that positions are above 0.
   */
  static void addNamed(Query query, Range range, String column, String name) {
    addRange(query, range, true);
    query.add(" AND \"position\" > 0 AND " + column + " = ?", name);
  }
}
