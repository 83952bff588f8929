package io.counterfoil.examples.bank.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Says in one line what went wrong. */
public final class ErrorLine {
  private ErrorLine() {}

  /**
   * Puts the messages of a failure and its causes behind one another, leaving out what is said
   * twice. Of what a database says only the first line is taken: more may quote rows.
   *
   * @param failure what went wrong
   * @return one line
   */
  public static String of(Throwable failure) {
    List<String> parts = new ArrayList<>();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String part = firstLine(cause);
      if (parts.stream().noneMatch(said -> said.contains(part))) {
        parts.add(part);
      }
      if (cause instanceof BankFailure || cause instanceof SQLException) {
        break; // the one says it all; beneath the other is the driver's own business
      }
    }
    return String.join(": ", parts);
  }

  private static String firstLine(Throwable cause) {
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    String line = message.strip().lines().findFirst().orElse("");
    int statement = line.indexOf("; SQL statement:"); // H2 adds the statement on further lines
    return statement < 0 ? line : line.substring(0, statement);
  }
}
