package io.counterfoil.examples.bench;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;

import io.counterfoil.command.CommandBus;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.examples.bench.floor.PlainAccounts;

/**
 * One thread rebuilds the state of accounts with 10,000 events from a snapshot and the 50 events
 * since.
 */
final class SnapshotLoadWork implements Work.Measurement {
  private static final int ACCOUNTS = 5;
  private static final int EVENTS = 10_000;
  private static final int SNAPSHOT_AT = 9_950;

  @Override
  public Figures in(Setting setting) throws Exception {
    try (Tables tables = Tables.ofOurs(setting.server());
        Ours ours = Ours.on(tables, 1);
        PlainAccounts floor =
            new PlainAccounts(setting.server().connect(), tables.events(), tables.snapshots())) {
      Accounts.fill(tables, ACCOUNTS, EVENTS);
      takeSnapshots(tables);
      CommandBus bus = ours.bus().snapshots(ours.snapshots(), SnapshotPolicy.every(100)).build();
      Share ourShare = new Share(ACCOUNTS, 1, 0);
      Share floorShare = new Share(ACCOUNTS, 1, 0);
      try (Crew ourCrew =
              Crew.of(1, Load::perSecond, thread -> () -> bus.state(ACCOUNT, ourShare.next()));
          Crew floorCrew =
              Crew.of(
                  1, Load::perSecond, thread -> () -> floor.stateFromSnapshot(floorShare.next()))) {
        return Duel.between(ourCrew, floorCrew, setting);
      }
    }
  }

  private static void takeSnapshots(Tables tables) throws Exception {
    tables
        .server()
        .execute(
            """
            INSERT INTO %s (aggregate_type, aggregate_id, state_version, sequence, last_event_id,
              state)
            SELECT aggregate_type, aggregate_id, %d, sequence, event_id,
              '{"status":"OPEN","balanceCents":' || 5000 * (sequence - 1) || '}'
            FROM %s WHERE sequence = %d"""
                .formatted(
                    tables.snapshots(), ACCOUNT.stateVersion(), tables.events(), SNAPSHOT_AT),
            "VACUUM ANALYZE " + tables.snapshots());
  }
}
