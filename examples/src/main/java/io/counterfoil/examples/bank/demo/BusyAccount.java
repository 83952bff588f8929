package io.counterfoil.examples.bank.demo;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandContext;
import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.examples.bank.account.AccountCommand;
import io.counterfoil.examples.bank.account.AccountEvent;
import java.util.List;

/**
 * Is an account at which something else happens while the first decision is made, as it will
 * between two tellers. For one thread.
 */
final class BusyAccount implements Aggregate<AccountCommand, Account, AccountEvent> {
  private final Runnable meanwhile;
  private int decisions;

  BusyAccount(Runnable meanwhile) {
    this.meanwhile = meanwhile;
  }

  int decisions() {
    return decisions;
  }

  @Override
  public List<? extends AccountEvent> decide(
      AccountCommand command, Account state, CommandContext context) {
    decisions++;
    if (decisions == 1) {
      meanwhile.run();
    }
    return ACCOUNT.decide(command, state, context);
  }

  @Override
  public String type() {
    return ACCOUNT.type();
  }

  @Override
  public Class<AccountEvent> eventFamily() {
    return ACCOUNT.eventFamily();
  }

  @Override
  public Class<AccountCommand> commandFamily() {
    return ACCOUNT.commandFamily();
  }

  @Override
  public Account initialState() {
    return ACCOUNT.initialState();
  }

  @Override
  public Account apply(Account state, AccountEvent event) {
    return ACCOUNT.apply(state, event);
  }

  @Override
  public String aggregateId(AccountCommand command) {
    return ACCOUNT.aggregateId(command);
  }
}
