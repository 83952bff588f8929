package io.counterfoil.projection;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells of what was thrown as much as may be printed: classes, the codes of a database and a place
 * in the program, but no message, as messages may quote rows or payloads.
 */
final class FailureReport {
  private static final int DEEPEST = 50;
  private static final Pattern SQL_STATE = Pattern.compile("[A-Z0-9]{5}");

  /** Where a frame stands that tells an application's author nothing: JDK, drivers, pools. */
  private static final Pattern FOREIGN =
      Pattern.compile("(java|javax|jdk|sun|com\\.sun|org\\.h2|org\\.postgresql|com\\.zaxxer)\\..*");

  /** This library's packages, one by one: applications may live in packages below them. */
  private static final Set<String> OURS =
      Set.of(
          "io.counterfoil.projection",
          "io.counterfoil.projection.declaration",
          "io.counterfoil.projection.jdbc",
          "io.counterfoil.jdbc",
          "io.counterfoil.jdbc.dialect");

  private FailureReport() {}

  static String of(Throwable cause) {
    return cause.getClass().getName()
        + sqlException(cause).map(said -> codes(said, cause)).orElse("")
        + place(cause).map(frame -> " at " + frame).orElse("");
  }

  private static Optional<SQLException> sqlException(Throwable cause) {
    return chain(cause)
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast)
        .findFirst();
  }

  private static String codes(SQLException said, Throwable cause) {
    String behind = said == cause ? "" : "caused by " + said.getClass().getName() + ", ";
    @Nullable String state = said.getSQLState();
    boolean plain = state != null && SQL_STATE.matcher(state).matches();
    return " ("
        + behind
        + (plain ? "SQLState " + state : "no SQLState")
        + ", vendor code "
        + said.getErrorCode()
        + ")";
  }

  /** The place in the application, of the failure or else of what lies behind it. */
  private static Optional<StackTraceElement> place(Throwable cause) {
    return chain(cause)
        .flatMap(thrown -> Stream.of(thrown.getStackTrace()).takeWhile(FailureReport::isCalled))
        .filter(frame -> !isForeign(frame.getClassName()))
        .findFirst();
  }

  /** What lies below the follower is whoever drives it, and tells nothing of the failure. */
  private static boolean isCalled(StackTraceElement frame) {
    return !frame.getClassName().equals(LogFollower.class.getName());
  }

  private static boolean isForeign(String className) {
    int end = className.lastIndexOf('.');
    return FOREIGN.matcher(className).matches()
        || OURS.contains(end < 0 ? "" : className.substring(0, end));
  }

  private static Stream<Throwable> chain(Throwable cause) {
    Stream.Builder<Throwable> chain = Stream.builder();
    @Nullable Throwable next = cause;
    for (int depth = 0; next != null && depth < DEEPEST; depth++) {
      chain.add(next);
      next = next.getCause();
    }
    return chain.build();
  }
}
