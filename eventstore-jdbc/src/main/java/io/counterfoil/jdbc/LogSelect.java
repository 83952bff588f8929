package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.RecordedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Selects a page of the log, the filter included, in one of two ways. */
final class LogSelect {
  private static final String TYPE = "\"type\"";
  private static final String AGGREGATE_TYPE = "\"aggregate_type\"";
  private static final String POSITION = "\"position\"";

  private final EventRows rows;
  private final String select;

  LogSelect(TableName events, EventRows rows) {
    this.rows = rows;
    this.select =
        "SELECT "
            + rows.columns()
            + " FROM "
            + events.quoted()
            + " WHERE "
            + POSITION
            + " > ? AND "
            + POSITION
            + " <= ?";
  }

  /** Goes along the positions: best where most events are wanted, or the range is short. */
  List<RecordedEvent> scan(
      Connection connection, EventFilter filter, long after, long end, long size)
      throws SQLException {
    Statement statement = new Statement().add(select, after, end);
    any(statement, TYPE, filter.eventTypes());
    any(statement, AGGREGATE_TYPE, filter.aggregateTypes());
    return read(connection, statement.add(" ORDER BY " + POSITION + " LIMIT ?", size));
  }

  /**
   * Looks each wanted name up by itself, in the order of its own index, and merges: best where few
   * events are wanted, since it costs nothing to pass over the others, however many they are.
   */
  List<RecordedEvent> merge(
      Connection connection, EventFilter filter, long after, long end, long size)
      throws SQLException {
    boolean byType = !filter.eventTypes().isEmpty();
    String column = byType ? TYPE : AGGREGATE_TYPE;
    Statement statement = new Statement().add("SELECT * FROM (");
    String separator = "";
    for (String name : byType ? filter.eventTypes() : filter.aggregateTypes()) {
      statement.add(separator + "(").add(select, after, end).add(" AND " + column + " = ?", name);
      if (byType) {
        any(statement, AGGREGATE_TYPE, filter.aggregateTypes());
      }
      statement.add(" ORDER BY " + column + ", " + POSITION + " LIMIT ?)", size);
      separator = " UNION ALL ";
    }
    return read(connection, statement.add(") merged ORDER BY " + POSITION + " LIMIT ?", size));
  }

  private static void any(Statement statement, String column, Set<String> names) {
    if (!names.isEmpty()) {
      statement.add(" AND " + column + " = ANY(?)", names);
    }
  }

  private List<RecordedEvent> read(Connection connection, Statement statement) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(statement.text.toString())) {
      Parameters parameters = new Parameters(connection, select);
      for (Object value : statement.values) {
        if (value instanceof Set<?> names) {
          parameters.array("varchar", names.toArray());
        } else if (value instanceof String name) {
          parameters.text(name);
        } else {
          parameters.number((Long) value);
        }
      }
      return rows.read(select);
    }
  }

  /** Grows a text together with its values. */
  private static final class Statement {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    Statement add(String sql, Object... parameters) {
      text.append(sql);
      values.addAll(List.of(parameters));
      return this;
    }
  }
}
