package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.ReplayRefused;
import io.counterfoil.projection.ReplayResult;
import io.counterfoil.projection.Replaying;
import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Writes rows again beside whoever runs the projection: in a transaction that locks the checkpoint
 * of the live generation and raises its epoch. No batch is committed while it lasts, and one that
 * had begun before it is refused behind it: its handlers may have read rows that are others now.
 */
final class JdbcReplaying implements Replaying {
  private final ReadModelDatabase database;
  private final RowRules rules;
  private final RowWriter rows;
  private final CheckpointId first;
  private final ScratchTable scratch;

  JdbcReplaying(
      ReadModelDatabase database,
      ReadModelTables tables,
      RowRules rules,
      RowWriter rows,
      CheckpointId first) {
    this.database = database;
    this.rules = rules;
    this.rows = rows;
    this.first = first;
    this.scratch = new ScratchTable(database, tables);
  }

  @Override
  public ReplayResult again(Work work) throws SQLException {
    if (!rules.idempotent()) {
      throw refused(
          "is not replayed: its handlers may add up, and what is applied again would count twice."
              + " rebuild(...) fills it anew beside the one that serves, repair(...) makes the rows"
              + " of one aggregate anew, and dryRun() only tries. If each event may be applied"
              + " again and leaves the same rows, declare that by idempotent()");
    }
    return database.inTransaction(
        connection -> {
          Optional<Checkpoint> live = lockLive(connection);
          if (live.isEmpty()) { // nothing was ever applied, and there may be no table
            return work.on(new RowStage(connection, rows, sql(connection, first), 0, Map.of()));
          }
          CheckpointId id = live.get().id();
          Sql sql = sql(connection, id);
          ReplayResult result =
              work.on(
                  new RowStage(
                      connection,
                      rows,
                      sql,
                      live.get().position(),
                      ParkedTable.firsts(connection, id)));
          sql.close();
          return result;
        });
  }

  @Override
  public ReplayResult repair(StreamId aggregate, Work work) throws SQLException {
    JdbcRemoval removal =
        rules
            .removal()
            .orElseThrow(
                () ->
                    refused(
                        "is not repaired: nothing says how the rows of one aggregate are removed."
                            + " Declare that by repairedBy(...), or rebuild all by rebuild(...)"));
    return database.inBoundedTransaction(
        connection -> {
          Checkpoint live =
              lockLive(connection)
                  .orElseThrow(
                      () -> refused("is not repaired: it was never started, and has no rows"));
          Sql sql = sql(connection, live.id());
          remove(removal, aggregate, sql);
          ReplayResult result =
              work.on(new RowStage(connection, rows, sql, live.position(), Map.of()));
          sql.close();
          ParkedTable.clear(connection, live.id(), aggregate);
          return result;
        });
  }

  private static void remove(JdbcRemoval removal, StreamId aggregate, Sql sql) {
    try {
      removal.remove(aggregate, sql);
    } catch (Exception e) {
      throw new StepFailed("while the rows of " + aggregate + " were removed", e);
    }
  }

  @Override
  public ReplayResult rehearse(long head, Work work) throws SQLException {
    return scratch.with(
        (connection, table) -> {
          Sql sql = new Sql(connection, table);
          ReplayResult result = work.on(new RowStage(connection, rows, sql, head, Map.of()));
          sql.close();
          return result;
        });
  }

  private static Sql sql(Connection connection, CheckpointId id) {
    return new Sql(connection, ReadModelTables.of(id));
  }

  /** Finds the live generation's checkpoint, locks it, and raises its epoch for the same owner. */
  private Optional<Checkpoint> lockLive(Connection connection) throws SQLException {
    while (true) {
      Optional<CheckpointId> live = live(connection);
      Optional<Checkpoint> locked =
          live.isEmpty() ? Optional.empty() : CheckpointTable.lock(connection, live.get());
      // Another one cannot take its place while the checkpoint is locked, but may have before.
      if (live(connection).equals(live)) {
        if (locked.isPresent()) {
          CheckpointTable.handOver(connection, locked.get().id(), locked.get().owner());
        }
        return locked;
      }
    }
  }

  private Optional<CheckpointId> live(Connection connection) throws SQLException {
    Optional<CheckpointId> live =
        LiveTable.find(connection, first.projection()).map(LiveTable.Standing::live);
    if (live.isPresent() && live.get().version() != first.version()) {
      throw refused(
          "is not replayed in version "
              + first.version()
              + ": readers see version "
              + live.get().version()
              + ". Wait until it has taken its place, or run the other version");
    }
    return live;
  }

  private ReplayRefused refused(String why) {
    return new ReplayRefused(
        first.projection(), "the projection '" + first.projection() + "' " + why);
  }
}
