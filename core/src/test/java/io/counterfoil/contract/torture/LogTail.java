package io.counterfoil.contract.torture;

import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.util.function.Consumer;

/** One way to follow the log: that of a store, {@link EventStore#readLog}, or one that is wrong. */
@FunctionalInterface
public interface LogTail {

  /**
   * Hands on what has come since the last time.
   *
   * @param query which events; its {@code after} is what the last poll returned
   * @param consumer receives them
   * @return where the next poll goes on
   */
  long poll(EventQuery query, Consumer<? super RecordedEvent> consumer);
}
