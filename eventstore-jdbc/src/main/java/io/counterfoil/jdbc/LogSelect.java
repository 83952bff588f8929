package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Selects a page of the log along one of its paths, whatever is asked of the events. */
final class LogSelect {
  private static final String POSITION = "\"position\"";

  private final EventRows rows;
  private final String events;
  private final String select;

  LogSelect(TableName events, EventRows rows) {
    this.rows = rows;
    this.events = events.quoted();
    this.select = "SELECT " + rows.ofAnyStream() + " FROM " + this.events + " WHERE ";
  }

  EventPage nothing() {
    return rows.page(List.of());
  }

  EventPage page(Connection connection, LogStep step) throws SQLException {
    Query query = new Query();
    switch (step.path()) {
      case POSITION -> byPosition(query, step);
      case STREAM -> byStream(query, step, step.conditions().stream().orElseThrow());
      case EVENT_TYPE -> merged(query, step, "\"type\"", step.conditions().eventTypes());
      case AGGREGATE_TYPE ->
          merged(query, step, "\"aggregate_type\"", step.conditions().aggregateTypes());
      case TIME -> byTime(query, step);
    }
    return query.run(connection, rows::ofAnyStream);
  }

  private void byPosition(Query query, LogStep step) {
    query.add(select);
    LogConditions.addRange(query, step.range(), true);
    step.conditions().addAllBut(LogPath.POSITION, query);
    order(query, step);
  }

  private void byStream(Query query, LogStep step, StreamId stream) {
    query.add(
        select
            + "\"aggregate_type\" = ? AND \"aggregate_id\" = ?"
            + " AND \"sequence\" >= ? AND \"sequence\" <= ? AND ",
        stream.aggregateType(),
        stream.aggregateId(),
        step.sequences().after() + 1,
        step.sequences().to());
    LogConditions.addRange(query, step.range(), false);
    step.conditions().addAllBut(LogPath.STREAM, query);
    order(query, step, "\"aggregate_type\"", "\"aggregate_id\"", "\"sequence\"");
  }

  /** Looks each wanted name up by itself, in the order of its own index, and merges. */
  private void merged(Query query, LogStep step, String column, Set<String> names) {
    query.add("SELECT * FROM (");
    String separator = "(";
    for (String name : names) {
      query.add(separator + select);
      LogConditions.addNamed(query, step.range(), column, name);
      step.conditions().addAllBut(step.path(), query);
      order(query, step, column, POSITION);
      separator = ") UNION ALL (";
    }
    query.add(")) merged");
    order(query, step);
  }

  /** The range is not looked at inside, or the database might go along it. */
  private void byTime(Query query, LogStep step) {
    query.add("SELECT * FROM (" + select + "TRUE");
    step.conditions().addTime(query);
    query.add(" OFFSET 0) timely WHERE ");
    LogConditions.addRange(query, step.range(), true);
    step.conditions().addAllBut(LogPath.TIME, query);
    order(query, step);
  }

  private static void order(Query query, LogStep step) {
    order(query, step, POSITION);
  }

  private static void order(Query query, LogStep step, String... columns) {
    String direction = step.backwards() ? " DESC" : "";
    query.add(" ORDER BY " + String.join(direction + ", ", columns) + direction + " LIMIT ?");
    query.add("", (long) step.size());
  }
}
