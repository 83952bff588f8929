package io.counterfoil.jdbc;

/**
 * Names a transaction that holds the lock of a writer.
 *
 * @param transaction its virtual transaction id, unique as long as the server runs
 * @param pid its server process; 0 for a prepared transaction
 */
record LockHolder(String transaction, int pid) {
  boolean isPrepared() {
    return pid == 0;
  }
}
