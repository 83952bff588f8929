package io.counterfoil.contract.torture;

/** One way to write events: in how many statements and transactions, and how those end. */
@FunctionalInterface
public interface WritingStyle {

  /**
   * Writes once, or fails to as it meant to. Begins a transaction with {@link TortureWriter#begin},
   * tells it each event before the event is sent to the store, and tells it how all ended.
   *
   * @param writer who writes
   * @throws Exception if what happened was not meant: the round has failed
   */
  void write(TortureWriter writer) throws Exception;
}
