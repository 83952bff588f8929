package io.counterfoil.examples.bench;

import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.examples.bank.account.AccountCommand;
import io.counterfoil.examples.bank.account.AccountCommand.Withdraw;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyWithdrawn;
import io.counterfoil.testing.AggregateFixture;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs tests of an account, as a developer writes them: given three events, when a command comes,
 * then an event and a state; all unasked checks included. On one thread; a short work.
 */
record FixtureWork() implements Work.Measurement {
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int ROUNDS = 3;

  private static final AggregateFixture<AccountCommand, Account, AccountEvent> ACCOUNT =
      AggregateFixture.of(Account.ACCOUNT);

  @Override
  public Figures in(Setting setting) throws Exception {
    Pace pace = setting.pace();
    Pace own =
        new Pace(
            pace.warmUp(),
            shorter(pace.round()),
            Math.min(pace.rounds(), ROUNDS),
            pace.replayedEvents(),
            pace.streams());
    return Duel.alone(FixtureWork::round, new Setting(setting.server(), own, setting.progress()));
  }

  private static Duration shorter(Duration asked) {
    return asked.compareTo(ROUND) < 0 ? asked : ROUND;
  }

  private static double round(Duration duration) {
    long began = System.nanoTime();
    long tests = 0;
    long took;
    do {
      test(tests++);
      took = System.nanoTime() - began;
    } while (took < duration.toNanos());
    return tests * 1e9 / took;
  }

  private static void test(long number) {
    long balance = 200 + number;
    ACCOUNT
        .given(
            new AccountOpened(Optional.of("Ada")),
            MoneyDeposited.of(100, 100),
            MoneyDeposited.of(100 + number, balance))
        .when(new Withdraw("acc_1", 50))
        .then(MoneyWithdrawn.of(50, balance - 50))
        .thenState(new Account(Account.Status.OPEN, balance - 50));
  }
}
