package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.EventStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Checks that the table of events draws its positions as readers of the log rely on. */
final class SequenceCheck {
  private static final String SELECT =
      """
      SELECT c.relkind, s.seqrelid::regclass::text, s.seqcache, s.seqincrement, s.seqcycle,
        pg_is_in_recovery(), coalesce(has_sequence_privilege(s.seqrelid, 'SELECT'), false)
      FROM pg_class c LEFT JOIN pg_sequence s
        ON s.seqrelid = CAST(CAST(pg_get_serial_sequence(?, 'position') AS regclass) AS oid)
      WHERE c.oid = CAST(CAST(? AS regclass) AS oid)""";

  private SequenceCheck() {}

  /** Answers the name of the sequence, ready for SQL. */
  static String sequenceOf(Connection connection, TableName events) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setString(1, events.quoted());
      select.setString(2, events.quoted());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        if (row.getBoolean(6)) {
          throw Broken.replica();
        }
        require(
            "r".equals(row.getString(1)),
            events,
            "is not a plain table: a writer into a partition or behind a view would not be seen");
        @Nullable String sequence = row.getString(2);
        if (sequence == null) {
          throw unfit(events, "draws its positions from no sequence of its own");
        }
        require(
            row.getLong(3) == 1 && row.getLong(4) == 1 && !row.getBoolean(5),
            events,
            "draws its positions from a sequence that has a cache, another increment than 1, or a"
                + " cycle, so that they do not grow; run ALTER SEQUENCE "
                + sequence
                + " INCREMENT 1 CACHE 1 NO CYCLE");
        require(
            row.getBoolean(7),
            events,
            "draws its positions from a sequence that this user may not read; run GRANT SELECT ON"
                + " SEQUENCE "
                + sequence);
        return sequence;
      }
    }
  }

  private static void require(boolean fit, TableName events, String flaw) {
    if (!fit) {
      throw unfit(events, flaw);
    }
  }

  private static EventStoreException unfit(TableName events, String flaw) {
    return new EventStoreException("the table " + events + " " + flaw, null);
  }
}
