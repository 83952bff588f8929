package io.counterfoil.examples.bank.demo;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;

import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.examples.bank.account.AccountCommand;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import io.counterfoil.examples.bank.account.AccountCommand.OpenAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Withdraw;
import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.database.BankFailure;
import io.counterfoil.examples.bank.database.DatabaseAddress;
import io.counterfoil.examples.bank.view.BalanceView;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StreamId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells one story on an empty database: the account {@code acc_812} among its neighbours. Its last
 * line is the story's last event, the 901st of the log where positions have no holes.
 */
public final class Demo {
  private static final String ACCOUNT_ID = "acc_812";
  private static final StreamId STREAM = new StreamId(ACCOUNT.type(), ACCOUNT_ID);
  private static final Instant END = Instant.ofEpochMilli(1_717_250_000_000L);
  private static final Instant START = END.minus(Duration.ofDays(31));
  private static final Duration STEP = Duration.ofMinutes(10);
  private static final Duration AWAIT = Duration.ofSeconds(10);
  private static final int EVENTS_PER_SNAPSHOT = 20;

  private final Bank bank;
  private final DemoClock clock;
  private final Consumer<String> out;
  private final Neighbours neighbours;
  private int chapter;

  private Demo(Bank bank, DemoClock clock, Consumer<String> out) {
    this.bank = bank;
    this.clock = clock;
    this.out = out;
    this.neighbours = new Neighbours(bank.bus());
  }

  /**
   * Tells the story.
   *
   * @param address an empty database
   * @param connections how many connections to use
   * @param out is told each line
   * @throws SQLException if the database failed
   * @throws InterruptedException if the caller is interrupted
   * @throws BankFailure if the database cannot be opened, or is not empty
   */
  public static void run(DatabaseAddress address, int connections, Consumer<String> out)
      throws SQLException, InterruptedException {
    DemoClock clock = new DemoClock(START);
    SnapshotPolicy policy = SnapshotPolicy.every(EVENTS_PER_SNAPSHOT);
    try (Bank bank = Bank.open(address, connections, policy, clock)) {
      if (bank.store().status().events() > 0) {
        throw new BankFailure(
            "the demo needs an empty database, but " + address.shown() + " has events", null);
      }
      bank.views().runner().start();
      new Demo(bank, clock, out).tell();
    }
  }

  private void tell() throws SQLException, InterruptedException {
    open();
    refuseAnOverdraft();
    resolveAConflict();
    useASnapshot();
    CommandResult last = withdrawAtTheEnd();
    readTheView(last);
    rebuildTheView();
    showTheEvents();
  }

  private void open() {
    chapter(
        "%d neighbours do business; %s is opened, and money comes in.",
        Neighbours.ACCOUNTS, ACCOUNT_ID);
    neighbours.work(300);
    dispatch(new OpenAccount(ACCOUNT_ID, Optional.of("Eva")));
    show(dispatch(new Deposit(ACCOUNT_ID, 10_000)));
  }

  private void refuseAnOverdraft() {
    chapter("A withdrawal of 99999 cents would overdraw the account.");
    try {
      dispatch(new Withdraw(ACCOUNT_ID, 99_999));
      throw new IllegalStateException("the overdraft was not refused");
    } catch (CommandRejected rejected) {
      say("   refused: code=%s data=%s; no event", rejected.code(), rejected.data());
    }
  }

  private void resolveAConflict() {
    chapter("While one teller decides on a withdrawal, another books a deposit.");
    BusyAccount busy =
        new BusyAccount(
            () -> {
              say("   the deposit comes first:");
              show(dispatchNow(new Deposit(ACCOUNT_ID, 1_000)));
            });
    CommandBus teller = CommandBus.on(bank.store()).aggregates(busy).clock(clock).build();
    clock.advance(STEP); // both tellers work at the same time
    CommandResult result = teller.dispatch(new Withdraw(ACCOUNT_ID, 2_500), options());
    say("   the withdrawal met a conflict, was decided %d times, stored once:", busy.decisions());
    show(result);
  }

  private void useASnapshot() throws InterruptedException {
    chapter("A month of small bookings, among those of the neighbours.");
    neighbours.work(400);
    for (int i = 0; i < 20; i++) {
      dispatch(new Deposit(ACCOUNT_ID, 300));
      neighbours.work(7);
      bank.bus().drain(AWAIT); // so that every telling takes the same snapshots
      dispatch(new Withdraw(ACCOUNT_ID, 100));
      bank.bus().drain(AWAIT);
    }
    Snapshot snapshot = bank.snapshots().newest(STREAM, ACCOUNT.stateVersion()).orElseThrow();
    long events = bank.store().events(STREAM).size();
    Account loaded = bank.bus().state(ACCOUNT, ACCOUNT_ID);
    Account replayed = bank.bus().stateAt(ACCOUNT, ACCOUNT_ID, events);
    say("   a snapshot was taken at sequence %d: %s", snapshot.sequence(), snapshot.state());
    say(
        "   loading the account folds %d events onto it instead of %d; same state: %s",
        events - snapshot.sequence(), events, loaded.equals(replayed) ? "yes" : "NO");
  }

  private CommandResult withdrawAtTheEnd() {
    chapter("Rent and wages, and the last withdrawal of the month.");
    dispatch(new Deposit(ACCOUNT_ID, 4_000));
    neighbours.work(14);
    dispatch(new Deposit(ACCOUNT_ID, 500));
    clock.set(END);
    CommandResult last =
        bank.bus()
            .dispatch(
                new Withdraw(ACCOUNT_ID, 5_000),
                DispatchOptions.key("row-17").commandId("cmd-44").correlationId("c-9k"));
    show(last);
    return last;
  }

  private void readTheView(CommandResult last) throws SQLException, InterruptedException {
    chapter("balance_view is read as soon as it shows position %d.", last.position());
    ProjectionRunner runner = bank.views().runner();
    runner.await(BalanceView.NAME, last.position(), AWAIT);
    say("   balance_view: %s has %d cents", ACCOUNT_ID, balance());
  }

  private void rebuildTheView() throws SQLException {
    chapter("The view is filled again from the first event, beside the one that is read.");
    long events = bank.views().rebuild(BalanceView.NAME, at -> {});
    say("   rebuilt from %d events: %s has %d cents", events, ACCOUNT_ID, balance());
  }

  private void showTheEvents() {
    List<RecordedEvent> events = bank.store().events(STREAM);
    chapter("The events of %s:", ACCOUNT_ID);
    EventFlow.print(events, out);
    say("   and the last one, as it is exported:");
    out.accept(events.get(events.size() - 1).toJson());
  }

  private long balance() throws SQLException {
    return bank.balances().find(ACCOUNT_ID).orElseThrow().balanceCents();
  }

  private CommandResult dispatch(AccountCommand command) {
    clock.advance(STEP);
    return dispatchNow(command);
  }

  private CommandResult dispatchNow(AccountCommand command) {
    return bank.bus().dispatch(command, options());
  }

  private DispatchOptions options() {
    return DispatchOptions.none().correlationId("chapter-" + chapter);
  }

  private void show(CommandResult result) {
    for (RecordedEvent event : result.events()) {
      say(
          "   sequence %d, position %d: %s %s",
          event.sequence(), event.position(), event.type(), event.data());
    }
  }

  private void chapter(String format, Object... values) {
    chapter++;
    say(chapter + ". " + format, values);
  }

  private void say(String format, Object... values) {
    out.accept(String.format(Locale.ROOT, format, values));
  }
}
