package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.SqlDialect;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.TransactionDoomed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Appends in a transaction of the caller: writes, and where that fails finds out why, as far as the
 * transaction still allows it. Never commits.
 *
 * <p>On PostgreSQL a lost race ends the transaction, unless a savepoint was set before; then what
 * only lost a race is tried again. A counter row leaves no races, and the savepoint costs no round
 * trip there: it is always set, so that an append that was refused has drawn no positions.
 */
final class CallersAppend {
  private static final int RACES = 20;

  private final SqlDialect dialect;
  private final EventTypes types;
  private final Objections objections;
  private final AppendWriter writer;

  CallersAppend(SqlDialect dialect, EventTypes types, Objections objections, AppendWriter writer) {
    this.dialect = dialect;
    this.types = types;
    this.objections = objections;
    this.writer = writer;
  }

  List<AppendResult> append(Connection connection, List<Append> appends, boolean savepoints)
      throws SQLException {
    List<EncodedAppend> encoded = EncodedAppend.of(appends, types);
    if (connection.getAutoCommit()) {
      throw Broken.noTransaction();
    }
    if (appends.size() > 1 && !seesOthers(connection)) {
      throw Broken.notReadCommitted();
    }
    boolean guarded = savepoints || !dialect.drawsPositionsFromSequence();
    for (int attempt = 1; ; attempt++) {
      @Nullable SQLException lost = null;
      try {
        Optional<List<EncodedAppend.Places>> places =
            guarded ? guarded(connection, encoded) : writer.writeIn(connection, encoded);
        if (places.isPresent()) {
          return EncodedAppend.storedAt(encoded, places.get(), types);
        }
      } catch (SQLException e) {
        lost = e;
      }
      if (lost != null && (!guarded || !dialect.isUniqueViolation(lost))) {
        throw ended(appends, lost);
      }
      // In READ COMMITTED this sees what won; at another level it cannot, and nothing can be done.
      objections.raise(connection, appends);
      if (attempt == RACES || !seesOthers(connection)) {
        throw new TransactionDoomed(
            AppendOperation.streams(appends),
            lost != null ? lost : new SQLException("the refusal cannot be seen any more"));
      }
    }
  }

  /**
   * At a higher level a statement shows streams as they were before their locks, or the counter's,
   * were granted: H2's REPEATABLE READ, too, lets the counter through and shows old events behind.
   */
  private static boolean seesOthers(Connection connection) throws SQLException {
    return connection.getTransactionIsolation() <= Connection.TRANSACTION_READ_COMMITTED;
  }

  private Optional<List<EncodedAppend.Places>> guarded(
      Connection connection, List<EncodedAppend> encoded) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      Optional<List<EncodedAppend.Places>> places = writer.writeIn(connection, encoded);
      connection.releaseSavepoint(before);
      return places;
    } catch (SQLException | RuntimeException e) {
      back(connection, before, e);
      throw e;
    }
  }

  private static void back(Connection connection, Savepoint before, Exception reason) {
    try {
      connection.rollback(before);
    } catch (SQLException e) {
      reason.addSuppressed(e); // the database has given up the whole transaction
    }
  }

  private EventStoreException ended(List<Append> appends, SQLException e) {
    return dialect.isUniqueViolation(e) || dialect.isTransient(e)
        ? new TransactionDoomed(AppendOperation.streams(appends), e)
        : AppendOperation.failed(appends, e);
  }
}
