package io.counterfoil.memory;

import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import java.util.List;
import java.util.function.Consumer;

/** Goes through the log, where the event at position n stands at index n - 1. */
final class LogScan {
  private LogScan() {}

  static long read(
      List<RecordedEvent> log, EventQuery query, Consumer<? super RecordedEvent> consumer) {
    if (query.after() > log.size()) {
      throw new EventStoreException(
          "the log was asked for events after position "
              + query.after()
              + " but ends at "
              + log.size()
              + ": the reader's checkpoint is of another log",
          null);
    }
    long end = Math.max(query.after(), Math.min(query.to(), log.size()));
    return query.backwards()
        ? backwards(log, query, end, consumer)
        : forwards(log, query, end, consumer);
  }

  private static long forwards(
      List<RecordedEvent> log,
      EventQuery query,
      long end,
      Consumer<? super RecordedEvent> consumer) {
    long given = 0;
    for (long position = query.after() + 1; position <= end; position++) {
      if (give(log.get((int) position - 1), query, consumer) && ++given == query.limit()) {
        return position;
      }
    }
    return end;
  }

  private static long backwards(
      List<RecordedEvent> log,
      EventQuery query,
      long end,
      Consumer<? super RecordedEvent> consumer) {
    long given = 0;
    for (long position = end; position > query.after(); position--) {
      if (give(log.get((int) position - 1), query, consumer) && ++given == query.limit()) {
        return position;
      }
    }
    return query.after();
  }

  private static boolean give(
      RecordedEvent event, EventQuery query, Consumer<? super RecordedEvent> consumer) {
    boolean wanted = query.filter().accepts(event);
    if (wanted) {
      consumer.accept(event);
    }
    return wanted;
  }
}
