package io.counterfoil.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Grows the text of a query together with its values. Used by one thread. */
final class Query {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  /** Adds text, and the texts, numbers and sets of texts that its question marks stand for. */
  Query add(String sql, Object... parameters) {
    text.append(sql);
    values.addAll(List.of(parameters));
    return this;
  }

  <T> T run(Connection connection, Use<T> use) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(text.toString())) {
      Parameters parameters = new Parameters(connection, select);
      for (Object value : values) {
        if (value instanceof Set<?> names) {
          parameters.array("varchar", names.toArray());
        } else if (value instanceof String name) {
          parameters.text(name);
        } else {
          parameters.number((Long) value);
        }
      }
      return use.of(select);
    }
  }

  /** Uses a query whose parameters are bound. */
  interface Use<T> {
    T of(PreparedStatement select) throws SQLException;
  }
}
