package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/**
 * Finds out, in one query, which of several conditions few events meet, and where the events of a
 * time lie. Names are counted up to a bound, in their index alone.
 */
final class LogSurvey {
  /** So many are few: they are collected at once. */
  private static final long FEW = 1_000;

  private final String events;

  LogSurvey(TableName events) {
    this.events = events.quoted();
  }

  /**
   * Says how to go through a long stretch.
   *
   * @param path the path with the fewest events
   * @param range the stretch, without its ends where nothing is wanted
   */
  record Plan(LogPath path, Range range) {}

  Plan plan(Connection connection, LogConditions conditions, Range range) throws SQLException {
    boolean byType = !conditions.eventTypes().isEmpty();
    boolean byAggregate = !conditions.aggregateTypes().isEmpty();
    boolean byStream = conditions.stream().isPresent();
    int paths = (byType ? 1 : 0) + (byAggregate ? 1 : 0) + (byStream ? 1 : 0);
    if (paths == 1 && !conditions.haveTime()) {
      return new Plan(
          byStream ? LogPath.STREAM : byType ? LogPath.EVENT_TYPE : LogPath.AGGREGATE_TYPE, range);
    }
    Query query = new Query().add("SELECT ");
    count(query, "\"type\"", conditions.eventTypes(), range);
    query.add(", ");
    count(query, "\"aggregate_type\"", conditions.aggregateTypes(), range);
    times(query, conditions, range);
    return query.run(
        connection,
        select -> {
          try (ResultSet row = select.executeQuery()) {
            row.next();
            return choose(row, byStream, conditions.haveTime(), range);
          }
        });
  }

  private static Plan choose(ResultSet row, boolean byStream, boolean byTime, Range range)
      throws SQLException {
    long types = row.getLong(1);
    long aggregates = row.getLong(2);
    long timely = row.getLong(3);
    Range narrowed = byTime ? new Range(row.getLong(4) - 1, row.getLong(5)) : range;
    if (byTime && timely == 0) {
      return new Plan(LogPath.TIME, new Range(range.after(), range.after()));
    }
    if (timely <= Math.min(FEW, Math.min(types, aggregates))) {
      return new Plan(LogPath.TIME, narrowed);
    }
    if (Math.min(types, aggregates) <= FEW) {
      return new Plan(types <= aggregates ? LogPath.EVENT_TYPE : LogPath.AGGREGATE_TYPE, narrowed);
    }
    return new Plan(byStream ? LogPath.STREAM : LogPath.POSITION, narrowed);
  }

  private void count(Query query, String column, Set<String> names, Range range) {
    if (names.isEmpty()) {
      query.add("CAST(? AS BIGINT)", Long.MAX_VALUE);
      return;
    }
    query.add("(SELECT count(*) FROM (");
    String separator = "(";
    for (String name : names) {
      query.add(separator + "SELECT \"position\" FROM " + events + " WHERE ");
      LogConditions.addNamed(query, range, column, name);
      query.add(" ORDER BY " + column + ", \"position\" LIMIT ?)", FEW + 1);
      separator = " UNION ALL (";
    }
    query.add(") named)");
  }

  private void times(Query query, LogConditions conditions, Range range) {
    if (!conditions.haveTime()) {
      query.add(", CAST(? AS BIGINT)", Long.MAX_VALUE);
      return;
    }
    query.add(
        ", timely.\"n\", timely.\"low\", timely.\"high\" FROM (SELECT count(*) AS \"n\","
            + " min(\"position\") AS \"low\", max(\"position\") AS \"high\" FROM (SELECT"
            + " \"position\" FROM "
            + events
            + " WHERE TRUE");
    conditions.addTime(query);
    query.add(" OFFSET 0) m WHERE ");
    LogConditions.addRange(query, range, true);
    query.add(") timely");
  }
}
