package io.counterfoil.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Binds the parameters of a statement one after the other. */
final class Parameters {
  private final Connection connection;
  private final PreparedStatement statement;
  private int index;

  Parameters(Connection connection, PreparedStatement statement) {
    this.connection = connection;
    this.statement = statement;
  }

  Parameters text(@Nullable String value) throws SQLException {
    index++;
    if (value == null) {
      statement.setNull(index, Types.VARCHAR);
    } else {
      statement.setString(index, value);
    }
    return this;
  }

  Parameters number(long value) throws SQLException {
    statement.setLong(++index, value);
    return this;
  }

  Parameters integer(int value) throws SQLException {
    statement.setInt(++index, value);
    return this;
  }

  Parameters object(Object value) throws SQLException {
    statement.setObject(++index, value);
    return this;
  }

  Parameters array(String type, Object[] values) throws SQLException {
    statement.setArray(++index, connection.createArrayOf(type, values));
    return this;
  }
}
