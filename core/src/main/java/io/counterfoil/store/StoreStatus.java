package io.counterfoil.store;

import java.util.List;

/**
 * Tells what a store holds, and whom the readers of its log wait for. Immutable.
 *
 * @param events how many events
 * @param streams how many streams
 * @param head the highest position; 0 when the store is empty
 * @param readable how far the log can be read now; below {@code head} while transactions are open
 *     that may still fill a gap before it
 * @param openWriters the transactions that readers wait for; empty when {@code readable} is {@code
 *     head}
 */
public record StoreStatus(
    long events, long streams, long head, long readable, List<OpenWriter> openWriters) {

  /** Copies. */
  public StoreStatus {
    openWriters = List.copyOf(openWriters);
  }

  /**
   * Tells of a store whose log can be read to its end.
   *
   * @param events how many events
   * @param streams how many streams
   * @param head the highest position; 0 when the store is empty
   */
  public StoreStatus(long events, long streams, long head) {
    this(events, streams, head, head, List.of());
  }
}
