package io.counterfoil.examples.bank.demo;

import io.counterfoil.command.CommandBus;
import io.counterfoil.examples.bank.account.AccountCommand;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import io.counterfoil.examples.bank.account.AccountCommand.OpenAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Withdraw;
import java.util.Optional;

/** The bank's other customers: each command of theirs is one event. For one thread. */
final class Neighbours {
  static final int ACCOUNTS = 20;

  private final CommandBus bus;
  private int events;

  Neighbours(CommandBus bus) {
    this.bus = bus;
  }

  /** Goes on with their business. */
  void work(int more) {
    for (int i = 0; i < more; i++) {
      bus.dispatch(next());
      events++;
    }
  }

  private AccountCommand next() {
    String account = "acc_" + (100 + events % ACCOUNTS);
    int round = events / ACCOUNTS;
    if (round == 0) {
      return new OpenAccount(account, Optional.empty());
    }
    return round % 2 == 1 ? new Deposit(account, 900 + round) : new Withdraw(account, 100 + round);
  }
}
