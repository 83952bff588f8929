package io.counterfoil.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.command.StateCacheStatistics;
import io.counterfoil.docs.ReadmeExamples;
import io.counterfoil.readme.CoreReadmeTest.AccountCommand.Deposit;
import io.counterfoil.readme.CoreReadmeTest.AccountCommand.Withdraw;
import io.counterfoil.readme.CoreReadmeTest.AccountEvent.MoneyDeposited;
import io.counterfoil.readme.CoreReadmeTest.AccountEvent.MoneyWithdrawn;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.testing.AggregateFixture;
import io.counterfoil.transfer.EventExport;
import io.counterfoil.transfer.EventImport;
import io.counterfoil.transfer.Transferred;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the code that README.md shows, and runs what of it needs no store. */
class CoreReadmeTest {

  // tag::events[]
  public sealed interface AccountEvent extends Event {
    record MoneyDeposited(long amountCents, long balanceAfter) implements AccountEvent {}

    record MoneyWithdrawn(long amountCents, long balanceAfter) implements AccountEvent {}
  }

  public sealed interface AccountCommand {
    String accountId();

    record Deposit(String accountId, long amountCents) implements AccountCommand {}

    record Withdraw(String accountId, long amountCents) implements AccountCommand {}
  }

  // end::events[]

  // tag::aggregate[]
  public record Account(long balanceCents) {

    static final Aggregate<AccountCommand, Account, AccountEvent> ACCOUNT =
        Aggregate.named("account", AccountEvent.class, new Account(0))
            .on(MoneyDeposited.class, (account, event) -> new Account(event.balanceAfter()))
            .on(MoneyWithdrawn.class, (account, event) -> new Account(event.balanceAfter()))
            .identifiedBy(AccountCommand.class, AccountCommand::accountId)
            .handle(Deposit.class, (command, account) -> account.deposit(command))
            .handle(Withdraw.class, (command, account) -> account.withdraw(command))
            .build();

    private List<AccountEvent> deposit(Deposit command) {
      long balance = Math.addExact(balanceCents, command.amountCents());
      return List.of(new MoneyDeposited(command.amountCents(), balance));
    }

    private List<AccountEvent> withdraw(Withdraw command) {
      if (balanceCents < command.amountCents()) {
        throw new InsufficientFunds(command.amountCents(), balanceCents);
      }
      long balance = balanceCents - command.amountCents();
      return List.of(new MoneyWithdrawn(command.amountCents(), balance));
    }
  }

  // end::aggregate[]

  // tag::rejection[]
  public static final class InsufficientFunds extends CommandRejected {
    private static final long serialVersionUID = 1L;

    InsufficientFunds(long amountCents, long balanceCents) {
      super(
          "insufficient-funds",
          "cannot withdraw " + amountCents + " cents: only " + balanceCents + " are there",
          Map.of("amountCents", amountCents, "balanceCents", balanceCents));
    }
  }

  // end::rejection[]

  static Transferred move(EventStore old, EventStore fresh) throws IOException {
    // tag::move[]
    EventExport.of(old).to(Path.of("bank.jsonl.gz"));
    return EventImport.into(fresh).from(Path.of("bank.jsonl.gz"));
    // end::move[]
  }

  @Test
  void testsAnAggregateWithTheFixture() {
    // tag::fixture[]
    AggregateFixture.of(Account.ACCOUNT)
        .given(new MoneyDeposited(100, 100))
        .when(new Withdraw("acc_1", 30))
        .then(new MoneyWithdrawn(30, 70))
        .thenState(new Account(70));

    AggregateFixture.of(Account.ACCOUNT)
        .given(new MoneyDeposited(100, 100))
        .when(new Withdraw("acc_1", 101))
        .thenRejected("insufficient-funds", Map.of("amountCents", 101, "balanceCents", 100));
    // end::fixture[]
  }

  static CommandResult dispatch(EventStore store, SnapshotStore snapshotStore) {
    // tag::bus[]
    CommandBus bank =
        CommandBus.on(store)
            .aggregates(Account.ACCOUNT)
            .snapshots(snapshotStore, SnapshotPolicy.every(100))
            .build();

    CommandResult result =
        bank.dispatch(
            new Deposit("acc_812", 5_000),
            DispatchOptions.key("order-4711").correlationId("c-9k").header("user", "ada"));

    Account account = bank.state(Account.ACCOUNT, "acc_812");
    // end::bus[]
    assertThat(account.balanceCents()).isEqualTo(5_000);
    return result;
  }

  static StateCacheStatistics dispatchWithCache(EventStore store) {
    // tag::cache[]
    CommandBus bank = CommandBus.on(store).aggregates(Account.ACCOUNT).stateCache(10_000).build();

    bank.dispatch(new Deposit("acc_812", 5_000));
    bank.dispatch(new Withdraw("acc_812", 1_000));

    StateCacheStatistics statistics = bank.stateCacheStatistics();
    // end::cache[]
    return statistics;
  }

  @Test
  void theReadmeShowsThisCode() {
    assertThat(
            ReadmeExamples.differences(
                Path.of("README.md"),
                Path.of("src/test/java"),
                Path.of("../examples/src/main/java"),
                Path.of("../examples/src/test/java")))
        .isEmpty();
  }
}
