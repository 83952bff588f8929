package io.counterfoil.jdbc.torture;

import io.counterfoil.contract.torture.Flaw;
import io.counterfoil.contract.torture.LogTail;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/** The designs that must be found out. */
enum WrongDesign implements ScheduleRun.TailMaker {
  POSITION_ABOVE_THE_LAST(Flaw.LOST) {
    @Override
    public LogTail on(DataSource dataSource, Runnable turn) {
      return new NaiveTail(dataSource);
    }
  },
  POSITIONS_OF_OLD_TRANSACTIONS(Flaw.LOST, Flaw.STALLED) {
    @Override
    public LogTail on(DataSource dataSource, Runnable turn) {
      return new OldestTransactionTail(dataSource);
    }
  },
  ORDER_BY_TRANSACTION(Flaw.OUT_OF_ORDER, Flaw.STALLED) {
    @Override
    public LogTail on(DataSource dataSource, Runnable turn) {
      return new TransactionOrderTail(dataSource);
    }
  },
  PROOF_WITHOUT_FENCE(Flaw.LOST) {
    @Override
    public LogTail on(DataSource dataSource, Runnable turn) {
      return new UnfencedTail(dataSource);
    }
  },
  PROOF_IN_ONE_STATEMENT(Flaw.LOST) {
    @Override
    public LogTail on(DataSource dataSource, Runnable turn) {
      return new OneStatementTail(dataSource, turn);
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<Flaw> flaws;

  WrongDesign(Flaw... flaws) {
    this.flaws = Set.of(flaws);
  }

  /** What must be found. */
  Set<Flaw> flaws() {
    return flaws;
  }

  /** Some of the designs number transactions in a column of the table. */
  static void addColumn(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "ALTER TABLE counterfoil_events ADD COLUMN xid xid8 DEFAULT pg_current_xact_id()");
    }
  }
}
