package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.OpenWriter;
import io.counterfoil.store.StoreStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves how far the log of a PostgreSQL database is complete, although positions are drawn outside
 * transactions and become visible out of order.
 *
 * <p>Positions that follow the known ones without a gap are known too. Before a gap, or a stretch
 * too long to look at, a {@link GapProof} decides. Each of its steps is a statement with a snapshot
 * of its own: first the positions, then the locks, and the events that a reader is given after
 * both. No step waits; a proof that is not complete yet is taken up by the next call.
 */
final class SequenceHorizon implements Horizon {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcEventStore.class);
  private static final int STRETCH = 5_000;

  /** Whoever is waited for may end while it is asked about: then others may be waited for. */
  private static final int LOOKS_FOR_STATUS = 3;

  private final Database database;
  private final TableName events;
  private final String selectPositions;
  private final String selectLastDrawn;

  private final ReentrantLock looking = new ReentrantLock();
  private volatile long looks; // what follows changes only under the lock
  private long lookDone;
  private long known;
  private long head;
  private @Nullable GapProof proof;
  private @Nullable String server; // as of the latest listing

  SequenceHorizon(Database database, TableName events, String sequence) {
    this.database = database;
    this.events = events;
    this.selectPositions =
        // Of positions in a row, the n-th is n above the known end; behind a gap none is.
        "SELECT count(*) FILTER (WHERE p.\"position\" = ? + p.n),"
            + " (SELECT coalesce(max(\"position\"), 0) FROM "
            + events.quoted()
            + "), pg_is_in_recovery() FROM (SELECT \"position\","
            + " row_number() OVER (ORDER BY \"position\") AS n FROM "
            + events.quoted()
            + " WHERE \"position\" > ? ORDER BY \"position\" LIMIT "
            + STRETCH
            + ") p";
    this.selectLastDrawn = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM " + sequence;
  }

  @Override
  public long look(long after) throws SQLException {
    long arrived = looks;
    looking.lock();
    try {
      // A look that began after this caller came serves it as well as one of its own.
      boolean served = looks > arrived && lookDone == looks && after <= head;
      if (!served) {
        long number = looks + 1;
        looks = number;
        database.inAutoCommit(connection -> look(connection, after));
        lookDone = number;
      }
      return known;
    } finally {
      looking.unlock();
    }
  }

  @Override
  public long reachable(long highest) {
    return highest;
  }

  @Override
  public StoreStatus statusOf(StoreStatus counted) throws SQLException {
    long readable = 0;
    List<OpenWriter> writers = List.of();
    for (int i = 0; i < LOOKS_FOR_STATUS && writers.isEmpty(); i++) {
      @Nullable GapProof waiting;
      looking.lock();
      try {
        readable = look(0);
        waiting = proof;
      } finally {
        looking.unlock();
      }
      if (waiting == null || readable >= counted.head()) {
        break;
      }
      writers = database.inAutoCommit(connection -> OpenWriters.of(connection, events, waiting));
    }
    return new StoreStatus(
        counted.events(),
        counted.streams(),
        counted.head(),
        Math.min(readable, counted.head()),
        writers);
  }

  private boolean look(Connection connection, long after) throws SQLException {
    advance(connection);
    if (known > head) { // what was known is gone: truncated, restored, or never on this server
      LOG.info(
          "The log of {} ends at {}, below {}, up to where it was known; its order is proved anew",
          events,
          head,
          known);
      startAgain(connection);
    }
    if (known < head) {
      prove(listing(connection));
    }
    if (after > head) {
      requireDrawn(connection, after);
    }
    return true;
  }

  /** Another server, or another run of it, may have lost positions and drawn them again. */
  private LockListing listing(Connection connection) throws SQLException {
    LockListing listing = LockListing.read(connection, events);
    if (server != null && !server.equals(listing.server())) {
      LOG.info(
          "The server of {} was started anew, or is another; the order of its log is proved anew",
          events);
      startAgain(connection);
      listing = LockListing.read(connection, events);
    }
    server = listing.server();
    return listing;
  }

  private void startAgain(Connection connection) throws SQLException {
    known = 0;
    proof = null;
    advance(connection);
  }

  /** Goes on to the next gap, and notes the highest position that is visible. */
  private void advance(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(selectPositions)) {
      select.setLong(1, known);
      select.setLong(2, known);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        if (row.getBoolean(3)) { // told also where there is no gap, so that no reader just waits
          throw Broken.replica();
        }
        known += row.getLong(1);
        head = row.getLong(2);
      }
    }
  }

  private void prove(LockListing listing) {
    GapProof begun = proof;
    if (begun != null && begun.fence() > known && !begun.isOfAnotherServerThan(listing)) {
      GapProof again = begun.seenAgain(listing);
      if (!again.isComplete()) {
        proof = again;
        return;
      }
      known = again.fence();
    }
    GapProof fresh = known < head ? new GapProof(head, listing) : null;
    if (fresh != null && fresh.isComplete()) {
      known = head;
      fresh = null;
    }
    proof = fresh;
  }

  private void requireDrawn(Connection connection, long after) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(selectLastDrawn);
        ResultSet row = select.executeQuery()) {
      row.next();
      if (after > row.getLong(1)) {
        throw Broken.aheadOfTheLog(after, row.getLong(1));
      }
    }
  }
}
