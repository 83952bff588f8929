package io.counterfoil.examples.bank.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how much of the log is shown on standard error. */
final class Logging {
  private Logging() {}

  /** Shows warnings, but for what the program says itself, in one line. */
  static void normal() {
    level(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.WARN);
    level("com.zaxxer.hikari", Level.OFF);
    level("io.counterfoil", Level.ERROR);
    level("io.counterfoil.projection", Level.OFF);
  }

  /** Shows more of everything. */
  static void verbose() {
    level(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.INFO);
    level("com.zaxxer.hikari", Level.INFO);
    level("io.counterfoil.projection", Level.INFO);
    level("io.counterfoil", Level.INFO);
  }

  private static void level(String name, Level level) {
    if (LoggerFactory.getLogger(name) instanceof Logger logger) {
      logger.setLevel(level);
    }
  }
}
