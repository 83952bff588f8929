package io.counterfoil.transfer;

/** Is told how far an export or an import is, every now and then. */
@FunctionalInterface
public interface TransferProgress {

  /**
   * Says how far it is. Called on the thread that exports or imports: so it must be short. What it
   * throws ends the export or the import.
   *
   * @param events how many events are through
   * @param share about which part of the whole that is, 0 to 1; 0 as long as nobody knows
   */
  void at(long events, double share);
}
