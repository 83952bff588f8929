package io.counterfoil.examples.bank.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how much of the log is shown on standard error. */
final class Logging {
  private Logging() {}

  /** Shows warnings. What the connection pool logs, the program says itself, in one line. */
  static void normal() {
    levels(Level.WARN, Level.OFF);
  }

  /** Shows more of everything. */
  static void verbose() {
    levels(Level.INFO, Level.INFO);
  }

  private static void levels(Level all, Level pool) {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(all);
    }
    if (LoggerFactory.getLogger("com.zaxxer.hikari") instanceof Logger hikari) {
      hikari.setLevel(pool);
    }
  }
}
