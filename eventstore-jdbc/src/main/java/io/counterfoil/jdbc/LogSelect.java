package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.SqlDialect;
import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.RecordedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Selects a page of the log, the filter included.
 *
 * <p>Where the database can, each wanted name is looked up by itself, in the order of its own
 * index, and the short results are merged: so a page costs about as many rows as it has, however
 * rare the wanted events are and however long the log is.
 */
final class LogSelect {
  private static final String RANGE = "\"position\" > ? AND \"position\" <= ?";
  private static final String LIMIT = " ORDER BY \"position\" LIMIT ?";
  private static final String AGGREGATE_TYPE = "\"aggregate_type\"";
  private static final String TYPE = "\"type\"";

  private final TableName events;
  private final EventRows rows;
  private final boolean lateral;

  LogSelect(TableName events, EventRows rows, SqlDialect dialect) {
    this.events = events;
    this.rows = rows;
    this.lateral = dialect.joinsLaterally();
  }

  List<RecordedEvent> page(
      Connection connection, EventFilter filter, long after, long end, int size)
      throws SQLException {
    Binding sql = statement(filter, after, end, size);
    try (PreparedStatement select = connection.prepareStatement(sql.text())) {
      int index = 0;
      for (Object parameter : sql.parameters()) {
        index++;
        if (parameter instanceof Set<?> names) {
          select.setArray(index, connection.createArrayOf("varchar", names.toArray()));
        } else {
          select.setLong(index, (Long) parameter);
        }
      }
      return rows.read(select);
    }
  }

  private Binding statement(EventFilter filter, long after, long end, long size) {
    Set<String> types = filter.eventTypes();
    Set<String> aggregateTypes = filter.aggregateTypes();
    Binding inner = new Binding().add("SELECT " + EventRows.COLUMNS + " FROM " + events.quoted());
    inner.add(" WHERE " + RANGE, after, end);
    if (!lateral || (types.isEmpty() && aggregateTypes.isEmpty())) {
      if (!types.isEmpty()) {
        inner.add(" AND " + TYPE + " = ANY(?)", types);
      }
      if (!aggregateTypes.isEmpty()) {
        inner.add(" AND " + AGGREGATE_TYPE + " = ANY(?)", aggregateTypes);
      }
      return inner.add(LIMIT, size);
    }
    boolean byType = !types.isEmpty();
    inner.add(" AND " + (byType ? TYPE : AGGREGATE_TYPE) + " = wanted.name");
    if (byType && !aggregateTypes.isEmpty()) {
      inner.add(" AND " + AGGREGATE_TYPE + " = ANY(?)", aggregateTypes);
    }
    inner.add(LIMIT, size);
    return new Binding()
        .add("SELECT found.* FROM unnest(CAST(? AS varchar[])) AS wanted(name)", names(filter))
        .add(" CROSS JOIN LATERAL (")
        .add(inner)
        .add(") found" + LIMIT, size);
  }

  private static Set<String> names(EventFilter filter) {
    return filter.eventTypes().isEmpty() ? filter.aggregateTypes() : filter.eventTypes();
  }

  /** Grows a statement together with its parameters. */
  private static final class Binding {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    Binding add(String sql, Object... values) {
      text.append(sql);
      parameters.addAll(List.of(values));
      return this;
    }

    Binding add(Binding other) {
      text.append(other.text);
      parameters.addAll(other.parameters);
      return this;
    }

    String text() {
      return text.toString();
    }

    List<Object> parameters() {
      return parameters;
    }
  }
}
