package io.counterfoil.examples.bench;

import io.counterfoil.command.CommandBus;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import io.counterfoil.examples.bench.floor.PlainAccounts;
import java.util.ArrayList;
import java.util.List;

/**
 * Threads dispatch a command to accounts of their own: load what begins with 50 events, decide,
 * append one more. The floor never keeps a state; ours keeps all of them, if it has a cache, and
 * then has seen each account once before anything is measured.
 *
 * @param threads how many
 * @param cached whether ours has a state cache
 */
record CommandCycleWork(int threads, boolean cached) implements Work.Measurement {
  private static final int EVENTS = 50;
  private static final int ACCOUNTS_PER_STREAM = 2; // enough that they grow by a few events only

  @Override
  public Figures in(Setting setting) throws Exception {
    int accounts = setting.pace().streams() * ACCOUNTS_PER_STREAM;
    List<PlainAccounts> open = new ArrayList<>();
    try (Tables ourTables = Tables.ofOurs(setting.server());
        Tables floorTables = Tables.ofFloor(setting.server());
        Ours ours = Ours.on(ourTables, threads)) {
      Accounts.fill(ourTables, accounts, EVENTS);
      Accounts.fill(floorTables, accounts, EVENTS);
      CommandBus bus = cached ? withAllStates(ours, accounts) : ours.bus().build();
      try (Crew ourCrew = crew(accounts, thread -> account -> bus.dispatch(deposit(account)));
          Crew floorCrew =
              crew(
                  accounts,
                  thread -> {
                    PlainAccounts plain =
                        new PlainAccounts(
                            setting.server().connect(),
                            floorTables.events(),
                            floorTables.snapshots());
                    open.add(plain);
                    return plain::deposit;
                  })) {
        return Duel.between(ourCrew, floorCrew, setting);
      } finally {
        for (PlainAccounts plain : open) {
          plain.close();
        }
      }
    }
  }

  private static CommandBus withAllStates(Ours ours, int accounts) {
    CommandBus bus = ours.bus().stateCache(accounts).build();
    for (int number = 1; number <= accounts; number++) {
      bus.dispatch(deposit(Accounts.id(number)));
    }
    return bus;
  }

  private static Deposit deposit(String account) {
    return new Deposit(account, Accounts.AMOUNT, Accounts.DETAILS);
  }

  private interface Dispatching {
    Object to(String account) throws Exception;
  }

  private interface Dispatchings {
    Dispatching of(int thread) throws Exception;
  }

  private Crew crew(int accounts, Dispatchings dispatchings) throws Exception {
    return Crew.of(
        threads,
        Load::perSecond,
        thread -> {
          Share share = new Share(accounts, threads, thread);
          Dispatching dispatching = dispatchings.of(thread);
          return () -> dispatching.to(share.next());
        });
  }
}
