package io.counterfoil.jdbc.torture;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.contract.Sample;
import io.counterfoil.contract.torture.LogTail;
import io.counterfoil.contract.torture.StoreStyles;
import io.counterfoil.contract.torture.TortureContract;
import io.counterfoil.contract.torture.WritingStyle;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Torments a store on a database, by its own appends and by transactions of callers. All the while
 * bystanders hold open what they wrote elsewhere.
 */
abstract class JdbcTorture extends TortureContract {
  private static final int READERS_OF_ONE_STORE = 3;

  private final TestDatabase database;
  private final HikariDataSource pool;
  private final AtomicInteger joined = new AtomicInteger();
  private final List<Bystander> bystanders = new ArrayList<>();

  JdbcTorture(TestDatabase database) {
    this.database = TortureTables.create(database);
    this.pool = database.pool(20);
  }

  @BeforeEach
  void letBystandersIn() throws SQLException {
    bystanders.add(Bystander.writingTo(database));
    if (database.isPostgres()) {
      bystanders.add(Bystander.writingTo(TortureTables.inAnotherDatabase()));
    }
  }

  @AfterEach
  void close() throws SQLException {
    for (Bystander bystander : bystanders) {
      bystander.close();
    }
    pool.close();
  }

  @Override
  protected EventStore emptyStore(EventTypes types) {
    return JdbcEventStore.on(pool, types);
  }

  @Override
  protected List<WritingStyle> styles(EventStore store) {
    List<WritingStyle> styles = new ArrayList<>(StoreStyles.of(store));
    styles.addAll(CallersStyles.of(database, pool));
    styles.addAll(JoinedStyles.of((JdbcEventStore) store, pool));
    return styles;
  }

  /** Some readers share a store's knowledge of the log, others come from another process. */
  @Override
  protected LogTail tail(EventStore store) {
    boolean shares = joined.incrementAndGet() % READERS_OF_ONE_STORE > 0;
    EventStore read = shares ? store : JdbcEventStore.on(pool, Sample.types());
    return read::readLog;
  }
}
