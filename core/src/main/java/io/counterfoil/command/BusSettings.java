package io.counterfoil.command;

import java.time.Clock;
import java.util.List;

/**
 * Holds what a bus was told of how to work.
 *
 * @param clock tells the time of commands
 * @param attempts how often a command is decided at most
 * @param backOff waits between two attempts
 * @param interceptors stand around every dispatch, the outermost first
 * @param assuming whether a command that creates its aggregate is decided before a look
 */
record BusSettings(
    Clock clock,
    int attempts,
    BackOff backOff,
    List<CommandInterceptor> interceptors,
    boolean assuming) {

  /** Decides once, and looks before: a transaction that a lost race has ended can do neither. */
  BusSettings inCallersTransaction() {
    return new BusSettings(clock, 1, BackOff.DEFAULT, interceptors, false);
  }
}
