package io.counterfoil.jdbc.dialect;

import java.sql.SQLException;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what a thread beside the caller's is reading.
 *
 * @param <T> what it reads
 */
public final class Ahead<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final Future<T> answer;

  Ahead(Future<T> answer) {
    this.answer = answer;
  }

  /**
   * Waits until it is read. An interrupt is kept for later.
   *
   * @return what was read
   * @throws SQLException what reading it threw
   */
  public T get() throws SQLException {
    return SafeThreads.resultOf(answer);
  }

  /** Waits until nothing is read any more. What it was, or why it could not be, is of no use. */
  public void end() {
    try {
      get();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("a page that nobody waits for could not be read", e);
    }
  }
}
