package io.counterfoil.jdbc;

import io.counterfoil.jdbc.EncodedAppend.Places;
import io.counterfoil.jdbc.dialect.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Writes appends, each to a stream of its own, in the way of one database. Tries once. */
interface AppendWriter {

  /**
   * Writes events and outcomes in a transaction of its own, all or nothing, if nothing speaks
   * against any of them.
   *
   * @param appends what to write
   * @return where each went; empty if something speaks against one, and nothing was written
   * @throws Database.CommitFailed if nobody knows whether it was written
   * @throws SQLException what the database said; nothing was written
   */
  Optional<List<Places>> writeAll(List<EncodedAppend> appends) throws SQLException;

  /**
   * Writes those appends that nothing speaks against, together in one transaction, and waits for
   * nobody's lock for long.
   *
   * @param appends what to write
   * @return where each went; empty for those that something speaks against
   * @throws Database.CommitFailed if nobody knows whether any of it was written
   * @throws SQLException what the database said; nothing was written
   */
  List<Optional<Places>> writeEach(List<EncodedAppend> appends) throws SQLException;

  /**
   * Writes events and outcomes in the caller's transaction, all or nothing, if nothing speaks
   * against any of them.
   *
   * @param connection the caller's
   * @param appends what to write
   * @return where each went; empty if something speaks against one, and nothing was written
   * @throws SQLException what the database said
   */
  Optional<List<Places>> writeIn(Connection connection, List<EncodedAppend> appends)
      throws SQLException;

  /**
   * Asks, after a refusal that nothing explains, whether the tables can be written at all.
   *
   * @throws io.counterfoil.store.EventStoreException if they cannot
   * @throws SQLException what the database said
   */
  void requireSound() throws SQLException;
}
