package io.counterfoil.examples.generations;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;
import static io.counterfoil.examples.generations.Ledger.LEDGER;

import io.counterfoil.command.CommandBus;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import io.counterfoil.examples.bank.account.AccountCommand.OpenAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Withdraw;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.StreamId;
import java.io.PrintStream;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** Stores events with the classes of the first generation, and goes on with those of the third. */
public final class Generations {
  private Generations() {}

  /**
   * Runs on a database in memory.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    JdbcConnectionPool dataSource =
        JdbcConnectionPool.create("jdbc:h2:mem:generations;DB_CLOSE_DELAY=-1", "sa", "");
    try {
      run(dataSource, System.out);
    } finally {
      dataSource.dispose();
    }
  }

  static void run(DataSource dataSource, PrintStream out) {
    JdbcSchema.of(dataSource).create();
    EventStore once = JdbcEventStore.on(dataSource, EventTypes.of(AccountEvent.class));
    CommandBus first = CommandBus.on(once).aggregates(ACCOUNT).build();
    first.dispatch(new OpenAccount("ada", Optional.of("Ada")));
    first.dispatch(new Deposit("ada", 5_000));

    // tag::today[]
    EventStore store = JdbcEventStore.on(dataSource, OldEvents.TYPES);
    CommandBus bus = CommandBus.on(store).aggregates(LEDGER).build();
    bus.dispatch(new Withdraw("ada", 1_500));

    store
        .events(new StreamId("account", "ada"))
        .forEach(
            event ->
                out.println(
                    event.sequence()
                        + " "
                        + event.type()
                        + " "
                        + event.schemaVersion()
                        + " "
                        + event.data()
                        + " = "
                        + event.payloads()));
    // end::today[]
    out.println(bus.state(LEDGER, "ada"));
  }
}
