package io.counterfoil.jdbc.torture;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.contract.Sample;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcEventStreams;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.store.Append;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;

/**
 * One side of a race between two that append to several streams: who appends, and at which level.
 * Each has a pool and a store of its own, as two nodes have.
 */
final class Side implements AutoCloseable {

  /** In whose transaction an append takes part. */
  enum Manner {
    /** In the store's own. */
    NODE,
    /** In one of a caller, who does nothing else. */
    CALLER,
    /** In one of a caller who has read the streams before, and so knows them as they were. */
    CALLER_WHO_READ,
    /** In one of a caller who has a savepoint set before each append. */
    CALLER_WITH_SAVEPOINTS
  }

  private final Manner manner;
  private final String isolation;
  private final HikariDataSource pool;
  private final Turns turns = new Turns();
  private final JdbcEventStore store;

  /** Makes one on a pool whose connections come with that level. */
  Side(TestDatabase database, Manner manner, String isolation) {
    this.manner = manner;
    this.isolation = isolation;
    HikariConfig config = database.poolConfig(2);
    config.setConnectionInitSql(
        "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL " + isolation);
    this.pool = new HikariDataSource(config);
    this.store = JdbcEventStore.on(turns.on(pool), Sample.types());
  }

  boolean isReadCommitted() {
    return manner == Manner.NODE || isolation.equals("READ COMMITTED");
  }

  /** Comes to the first statement of its appends. */
  Player start(ExecutorService threads, List<Append> appends) {
    return Player.start(
        turns, threads, () -> manner == Manner.NODE ? append(appends) : inCallers(appends));
  }

  /** Appends in a transaction of its own, and tells whether all was stored. */
  boolean append(List<Append> appends) {
    try {
      store.appendAll(appends);
      return true;
    } catch (ConcurrencyConflict e) {
      return false;
    }
  }

  private boolean inCallers(List<Append> appends) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      if (manner == Manner.CALLER_WHO_READ) {
        JdbcEventStreams before = store.using(connection);
        appends.forEach(append -> before.events(append.stream()));
      }
      JdbcEventStreams streams = store.using(turns.on(connection));
      try {
        (manner == Manner.CALLER_WITH_SAVEPOINTS ? streams.withSavepoints() : streams)
            .appendAll(appends);
        turns.on(connection).commit();
        return true;
      } catch (EventStoreException e) {
        connection.rollback();
        return false;
      }
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  /** Names manner and level. */
  @Override
  public String toString() {
    return manner + " at " + isolation;
  }
}
