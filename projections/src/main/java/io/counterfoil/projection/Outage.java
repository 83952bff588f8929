package io.counterfoil.projection;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a database that is away, or that asks to try again, from a failure that lies in an event.
 */
final class Outage {
  private static final int DEEPEST = 50;

  /** Connection lost; transaction rolled back, to be repeated; resources short. */
  private static final Set<String> CLASSES = Set.of("08", "40", "53");

  /** Shutting down, or starting up. */
  private static final String OPERATOR = "57P";

  /** A lock was not granted in time (twice); the transaction was idle for too long. */
  private static final Set<String> STATES = Set.of("HYT00", "55P03", "25P03");

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
    @Nullable String state = said.getSQLState();
    if (state != null
        && (STATES.contains(state)
            || state.startsWith(OPERATOR)
            || (state.length() == 5 && CLASSES.contains(state.substring(0, 2))))) {
      return true;
    }
    // Not every driver and pool gives such failures a state, but most give them a type. A statement
    // that took too long is one of these types too, and may take too long each time.
    return said instanceof SQLNonTransientConnectionException
        || said instanceof SQLRecoverableException
        || (said instanceof SQLTransientException && !(said instanceof SQLTimeoutException));
  }
}
