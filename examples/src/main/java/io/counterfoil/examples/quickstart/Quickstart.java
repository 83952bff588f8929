package io.counterfoil.examples.quickstart;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.examples.quickstart.Quickstart.PurseCommand.Put;
import io.counterfoil.examples.quickstart.Quickstart.PurseCommand.Take;
import io.counterfoil.examples.quickstart.Quickstart.PurseEvent.CoinsPut;
import io.counterfoil.examples.quickstart.Quickstart.PurseEvent.CoinsTaken;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.JdbcSnapshotStore;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.jdbc.JdbcProjection;
import io.counterfoil.projection.jdbc.Sql;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A purse, from its events to a read model, on one screen. */
public final class Quickstart {
  private Quickstart() {}

  // tag::domain[]
  sealed interface PurseEvent extends Event { // what has happened: a closed family
    record CoinsPut(long coins, long balance) implements PurseEvent {}

    record CoinsTaken(long coins, long balance) implements PurseEvent {}
  }

  sealed interface PurseCommand { // what is asked for
    String purseId();

    record Put(String purseId, long coins) implements PurseCommand {}

    record Take(String purseId, long coins) implements PurseCommand {}
  }

  record Purse(long balance) { // how events make the state, and commands the events
    static final Aggregate<PurseCommand, Purse, PurseEvent> PURSE =
        Aggregate.named("purse", PurseEvent.class, new Purse(0))
            .on(CoinsPut.class, (purse, event) -> new Purse(event.balance()))
            .on(CoinsTaken.class, (purse, event) -> new Purse(event.balance()))
            .identifiedBy(PurseCommand.class, PurseCommand::purseId)
            .handle(Put.class, (put, purse) -> purse.put(put.coins()))
            .handle(Take.class, (take, purse) -> purse.take(take.coins()))
            .build();

    List<PurseEvent> put(long coins) {
      if (coins < 1) {
        throw new CommandRejected("no-coins", "nothing to put", Map.of("coins", coins));
      }
      return List.of(new CoinsPut(coins, Math.addExact(balance, coins)));
    }

    List<PurseEvent> take(long coins) {
      if (coins < 1 || coins > balance) { // refused before any event exists
        throw new CommandRejected("too-few-coins", "too few coins", Map.of("there", balance));
      }
      return List.of(new CoinsTaken(coins, balance - coins));
    }
  }

  // end::domain[]

  /**
   * Runs on a database in memory.
   *
   * @param arguments none
   * @throws Exception if something goes wrong
   */
  public static void main(String[] arguments) throws Exception {
    JdbcConnectionPool dataSource =
        JdbcConnectionPool.create("jdbc:h2:mem:quickstart;DB_CLOSE_DELAY=-1", "sa", "");
    try {
      run(dataSource, System.out);
    } finally {
      dataSource.dispose();
    }
  }

  static void run(DataSource dataSource, PrintStream out)
      throws SQLException, InterruptedException {
    // tag::run[]
    JdbcSchema.of(dataSource).create();
    EventStore store = JdbcEventStore.on(dataSource, EventTypes.of(PurseEvent.class));
    CommandBus bus =
        CommandBus.on(store)
            .aggregates(Purse.PURSE)
            .snapshots(JdbcSnapshotStore.on(dataSource), SnapshotPolicy.every(100))
            .build();
    JdbcProjection balances =
        JdbcProjection.named("purse_view", dataSource)
            .createdBy("CREATE TABLE {table} (id VARCHAR(255) PRIMARY KEY, balance BIGINT)")
            .on(CoinsPut.class, (event, put, sql) -> keep(sql, event, put.balance()))
            .on(CoinsTaken.class, (event, taken, sql) -> keep(sql, event, taken.balance()))
            .build();

    try (ProjectionRunner runner = ProjectionRunner.on(store).run(balances).start()) {
      bus.dispatch(new Put("ada", 10));
      // sent again under its key, from any node, at any later time: the first outcome, once
      CommandResult taken = bus.dispatch(new Take("ada", 3), DispatchOptions.key("order-17"));
      bus.dispatch(new Take("ada", 3), DispatchOptions.key("order-17"));

      runner.await("purse_view", taken.position(), Duration.ofSeconds(5)); // read your own write
      out.println("ada has " + balanceOf("ada", dataSource)); // ada has 7
    }
    // end::run[]
  }

  // tag::rows[]
  static void keep(Sql sql, RecordedEvent event, long balance) throws SQLException {
    sql.upsert(Map.of("id", event.stream().aggregateId()), Map.of("balance", balance));
  }

  static long balanceOf(String purse, DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT balance FROM purse_view WHERE id = ?")) {
      select.setString(1, purse);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }
  // end::rows[]
}
