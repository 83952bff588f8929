package io.counterfoil.examples.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandBusBuilder;
import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSnapshotStore;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.SnapshotStore;
import java.io.IOException;
import java.sql.SQLException;

/** The library on a contender's tables, as an application would set it up: with a pool. */
final class Ours implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 18;

  private final HikariDataSource pool;
  private final EventStore store;
  private final SnapshotStore snapshots;

  private Ours(HikariDataSource pool, Tables tables) {
    this.pool = pool;
    this.store = JdbcEventStore.on(pool, EventTypes.of(AccountEvent.class), tables.names());
    this.snapshots = JdbcSnapshotStore.on(pool, tables.names());
  }

  static Ours on(Tables tables, int threads) throws IOException, SQLException {
    int connections = Math.min(threads + 2, MOST_CONNECTIONS);
    return new Ours(tables.server().pool(connections), tables);
  }

  EventStore store() {
    return store;
  }

  SnapshotStore snapshots() {
    return snapshots;
  }

  CommandBusBuilder bus() {
    return CommandBus.on(store).aggregates(Account.ACCOUNT);
  }

  @Override
  public void close() {
    pool.close();
  }
}
