package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import java.sql.SQLException;
import java.util.Optional;

/** Writes an append in the way of one database. Tries once. */
interface AppendWriter {

  /**
   * Writes events and outcome, all or nothing, if nothing speaks against it.
   *
   * @param append what to write
   * @return where it went; empty if something speaks against it and nothing was written
   * @throws Database.CommitFailed if nobody knows whether it was written
   * @throws SQLException what the database said; nothing was written
   */
  Optional<EncodedAppend.Places> write(EncodedAppend append) throws SQLException;

  /**
   * Asks, after a refusal that nothing explains, whether the tables can be written at all.
   *
   * @throws io.counterfoil.store.EventStoreException if they cannot
   * @throws SQLException what the database said
   */
  void requireSound() throws SQLException;
}
