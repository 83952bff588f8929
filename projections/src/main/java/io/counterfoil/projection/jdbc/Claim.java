package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointId;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Claims a checkpoint in a transaction of its own, also where two claim it first at once. */
final class Claim {
  private static final int ATTEMPTS = 5;
  private static final String CONSTRAINT = "23";

  private Claim() {}

  static Checkpoint of(DataSource dataSource, CheckpointId id, String owner) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return Transaction.in(
            dataSource, connection -> CheckpointTable.claim(connection, id, owner));
      } catch (SQLException e) {
        // Another runner has inserted the row in between: now there is one to update.
        if (attempt == ATTEMPTS || !isConstraint(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean isConstraint(SQLException said) {
    @Nullable String state = said.getSQLState();
    return state != null && state.startsWith(CONSTRAINT);
  }
}
