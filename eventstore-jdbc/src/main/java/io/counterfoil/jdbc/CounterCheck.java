package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Checks that the counter row is not behind the events, as it is in a file that was torn. */
final class CounterCheck {
  private final Database database;
  private final CounterHorizon counter;
  private final String selectHead;

  CounterCheck(Database database, JdbcTables tables) {
    this.database = database;
    this.counter = new CounterHorizon(database, tables.counter());
    this.selectHead = "SELECT coalesce(max(\"position\"), 0) FROM " + tables.events().quoted();
  }

  /**
   * Compares them. The event comes first, since whoever sees one sees its count from then on. A
   * count above the events does no harm: nobody is given those positions again, so a reader that
   * passes them misses nothing.
   */
  void require() throws SQLException {
    long head =
        database.inAutoCommit(
            connection -> {
              try (PreparedStatement select = connection.prepareStatement(selectHead);
                  ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
    long counted = counter.look(0);
    if (counted < head) {
      throw Broken.torn(counted, head);
    }
  }
}
