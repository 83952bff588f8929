package io.counterfoil.jdbc;

import io.counterfoil.store.EventStoreException;
import java.util.List;

/** Words for what is wrong with a database that the store cannot put right. */
final class Broken {
  private Broken() {}

  static EventStoreException counterRowIsMissing() {
    return new EventStoreException(
        "the counter row is missing; JdbcSchema.create() inserts it. If events are stored already,"
            + " set \"last_position\" to the highest position among them first",
        null);
  }

  static EventStoreException torn(long counted, long head) {
    return new EventStoreException(
        "the database is torn: the counter row says that positions up to "
            + counted
            + " are taken, but there is an event at "
            + head
            + ", so a part of some transaction is missing, as after a kill of a process that wrote"
            + " to the file past the store or without WRITE_DELAY=0. Nothing can be appended;"
            + " restore the database from a backup",
        null);
  }

  static EventStoreException replica() {
    return new EventStoreException(
        "the database is a replica, which does not know the writers of its primary, so that a"
            + " reader of the log would skip events there; read the log from the primary",
        null);
  }

  static EventStoreException aheadOfTheLog(long after, long last) {
    return new EventStoreException(
        "a reader stands at position "
            + after
            + ", but the log has only drawn positions up to "
            + last
            + ": the database is not the one that the checkpoint is from, or was restored from an"
            + " older backup. Rebuild what was read, from position 0",
        null);
  }

  static EventStoreException eventsAreGone(List<Long> positions) {
    return new EventStoreException(
        "of the events at the positions " + positions + " some were removed while they were read",
        null);
  }

  static EventStoreException notReadCommitted() {
    return new EventStoreException(
        "appends to several streams need a transaction in READ COMMITTED: at another level the"
            + " checks would see the streams as they were before others had finished. Nothing was"
            + " stored; begin the transaction with that level, or append with the store itself",
        null);
  }

  static IllegalStateException noTransaction() {
    return new IllegalStateException(
        "the caller's connection has no transaction: it is in auto-commit mode, so that nothing"
            + " could be rolled back together. Call setAutoCommit(false), or begin a transaction"
            + " where the DataSource takes connections from, before appending; a plain pool hands out"
            + " connections of no transaction, only a transaction-aware proxy of it does");
  }
}
