package io.counterfoil.examples.bench;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;

import io.counterfoil.command.CommandBus;
import io.counterfoil.examples.bench.floor.PlainAccounts;

/** One thread rebuilds the state of accounts from all of their 100 events. */
final class LoadWork implements Work.Measurement {
  private static final int ACCOUNTS = 200;
  private static final int EVENTS = 100;

  @Override
  public Figures in(Setting setting) throws Exception {
    try (Tables tables = Tables.ofOurs(setting.server());
        Ours ours = Ours.on(tables, 1);
        PlainAccounts floor =
            new PlainAccounts(setting.server().connect(), tables.events(), tables.snapshots())) {
      Accounts.fill(tables, ACCOUNTS, EVENTS);
      CommandBus bus = ours.bus().build();
      try (Crew ourCrew = crew(account -> bus.state(ACCOUNT, account));
          Crew floorCrew = crew(floor::state)) {
        return Duel.between(ourCrew, floorCrew, setting);
      }
    }
  }

  private interface Loading {
    Object state(String account) throws Exception;
  }

  private static Crew crew(Loading loading) throws Exception {
    Share share = new Share(ACCOUNTS, 1, 0);
    return Crew.of(1, Load::perSecond, thread -> () -> loading.state(share.next()));
  }
}
