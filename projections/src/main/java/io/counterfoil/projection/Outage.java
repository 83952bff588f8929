package io.counterfoil.projection;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a database that is away, or that asks to try again, from a failure that lies in an event.
 */
final class Outage {
  private static final int DEEPEST = 50;

  /** Connection lost; transaction rolled back to be repeated; resources short; shutting down. */
  private static final Set<String> CLASSES = Set.of("08", "40", "53");

  private static final String SHUTTING_DOWN = "57P";

  /**
   * PostgreSQL: idle in transaction for too long. H2: connection broken, database closed (twice),
   * row changed by another transaction.
   */
  private static final Set<String> STATES = Set.of("25P03", "90067", "90098", "90121", "90131");

  private Outage() {}

  static boolean isBehind(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof SQLException said && isOutage(said)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static boolean isOutage(SQLException said) {
    if (said instanceof SQLTransientConnectionException
        || said instanceof SQLNonTransientConnectionException
        || said instanceof SQLRecoverableException) {
      return true;
    }
    @Nullable String state = said.getSQLState();
    return state != null
        && (STATES.contains(state)
            || state.startsWith(SHUTTING_DOWN)
            || (state.length() == 5 && CLASSES.contains(state.substring(0, 2))));
  }
}
