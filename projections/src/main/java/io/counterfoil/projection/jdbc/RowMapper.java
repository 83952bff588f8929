package io.counterfoil.projection.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Reads one row.
 *
 * @param <R> what it is read as
 */
@FunctionalInterface
public interface RowMapper<R> {

  /**
   * Reads the row at which the result stands, without moving on.
   *
   * @param row the result
   * @return what was read, not null
   * @throws SQLException if it could not be read
   */
  R map(ResultSet row) throws SQLException;
}
