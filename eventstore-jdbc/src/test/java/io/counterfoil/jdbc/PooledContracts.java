package io.counterfoil.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.contract.EventStoreContract;
import io.counterfoil.contract.SnapshotStoreContract;
import io.counterfoil.contract.TransferContract;
import io.counterfoil.contract.bus.CommandBusContract;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.SnapshotStore;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Runs what every store must do on one database: each test on a fresh one, through a pool. */
abstract class PooledContracts {
  private final Engine engine;
  private final List<HikariDataSource> pools = new ArrayList<>();

  PooledContracts(Engine engine) {
    this.engine = engine;
  }

  private DataSource fresh() {
    HikariDataSource pool = engine.withTables().pool(8);
    pools.add(pool);
    return pool;
  }

  @AfterEach
  void closePools() {
    pools.forEach(HikariDataSource::close);
  }

  @Nested
  class Events extends EventStoreContract {
    @Override
    protected EventStore emptyStore(EventTypes types) {
      return JdbcEventStore.on(fresh(), types);
    }

    @Override
    protected SnapshotStore emptySnapshots() {
      return JdbcSnapshotStore.on(pools.get(pools.size() - 1));
    }
  }

  @Nested
  class Transfers extends TransferContract {
    @Override
    protected EventStore emptyStore(EventTypes types) {
      return JdbcEventStore.on(fresh(), types);
    }
  }

  @Nested
  class Snapshots extends SnapshotStoreContract {
    @Override
    protected SnapshotStore emptyStore() {
      return JdbcSnapshotStore.on(fresh());
    }

    @Override
    protected SnapshotStore emptyStoreKeeping(int newest) {
      return JdbcSnapshotStore.on(fresh()).keeping(newest);
    }
  }

  @Nested
  class Commands extends CommandBusContract {
    @Override
    protected EventStore emptyStore(EventTypes types) {
      return JdbcEventStore.on(fresh(), types);
    }

    @Override
    protected SnapshotStore emptySnapshots() {
      return JdbcSnapshotStore.on(fresh());
    }

    @Override
    protected SnapshotStore snapshotsKeeping(int newest) {
      return JdbcSnapshotStore.on(fresh()).keeping(newest);
    }
  }
}
