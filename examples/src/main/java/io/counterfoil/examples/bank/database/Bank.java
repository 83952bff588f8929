package io.counterfoil.examples.bank.database;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.view.BalanceView;
import io.counterfoil.examples.bank.view.DailyTotalsView;
import io.counterfoil.examples.bank.view.StatementView;
import io.counterfoil.examples.bank.view.Views;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.JdbcSnapshotStore;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.SnapshotStore;
import java.time.Clock;
import java.time.Duration;

/**
 * Holds the parts of a bank on a database: the events, the command bus, the snapshots and the
 * views. Thread-safe.
 */
public final class Bank implements AutoCloseable {
  private static final int EVENTS_PER_SNAPSHOT = 100;
  private static final Duration SHUTDOWN = Duration.ofSeconds(10);

  private final HikariDataSource dataSource;
  private final EventStore store;
  private final SnapshotStore snapshots;
  private final CommandBus bus;
  private final Views views;

  private Bank(
      HikariDataSource dataSource,
      EventStore store,
      SnapshotStore snapshots,
      CommandBus bus,
      Views views) {
    this.dataSource = dataSource;
    this.store = store;
    this.snapshots = snapshots;
    this.bus = bus;
    this.views = views;
  }

  /**
   * Opens a bank, creating its tables where they are absent.
   *
   * @param address where its database is
   * @param connections how many connections it may use, 2 or more
   * @return the bank, to be closed
   * @throws BankFailure if the database cannot be opened
   */
  public static Bank open(DatabaseAddress address, int connections) {
    return open(address, connections, SnapshotPolicy.every(EVENTS_PER_SNAPSHOT), Clock.systemUTC());
  }

  /**
   * Opens a bank with a clock and a snapshot policy of one's own.
   *
   * @param address where its database is
   * @param connections how many connections it may use, 2 or more
   * @param policy when a snapshot is taken
   * @param clock tells the time of events
   * @return the bank, to be closed
   * @throws BankFailure if the database cannot be opened
   */
  public static Bank open(
      DatabaseAddress address, int connections, SnapshotPolicy policy, Clock clock) {
    HikariDataSource dataSource = Pool.open(address, connections);
    try {
      return on(dataSource, policy, clock);
    } catch (RuntimeException | Error e) {
      dataSource.close();
      throw e;
    }
  }

  // tag::bank[]
  private static Bank on(HikariDataSource dataSource, SnapshotPolicy policy, Clock clock) {
    JdbcSchema.of(dataSource).create();
    EventStore store = JdbcEventStore.on(dataSource, EventTypes.of(AccountEvent.class));
    SnapshotStore snapshots = JdbcSnapshotStore.on(dataSource);
    CommandBus bus =
        CommandBus.on(store).aggregates(ACCOUNT).snapshots(snapshots, policy).clock(clock).build();
    Views views = new Views(store, dataSource);
    views.create();
    return new Bank(dataSource, store, snapshots, bus, views);
  }

  // end::bank[]

  /**
   * Returns the events.
   *
   * @return the event store
   */
  public EventStore store() {
    return store;
  }

  /**
   * Returns the snapshots.
   *
   * @return the snapshot store
   */
  public SnapshotStore snapshots() {
    return snapshots;
  }

  /**
   * Returns what takes commands.
   *
   * @return the command bus
   */
  public CommandBus bus() {
    return bus;
  }

  /**
   * Returns what keeps the views.
   *
   * @return the views
   */
  public Views views() {
    return views;
  }

  /**
   * Returns the view of balances.
   *
   * @return the view
   */
  public BalanceView balances() {
    return views.balances();
  }

  /**
   * Returns the view of statements.
   *
   * @return the view
   */
  public StatementView statements() {
    return views.statements();
  }

  /**
   * Returns the view of what moved on each day.
   *
   * @return the view
   */
  public DailyTotalsView dailyTotals() {
    return views.dailyTotals();
  }

  @Override
  public void close() {
    try {
      views.close();
      bus.close(SHUTDOWN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // what is still to be taken is given up
    } finally {
      dataSource.close();
    }
  }
}
