package io.counterfoil.memory;

import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import java.util.List;
import java.util.function.Consumer;

/** Goes through the log. */
final class LogScan {
  private LogScan() {}

  static long read(
      List<RecordedEvent> log, EventQuery query, Consumer<? super RecordedEvent> consumer) {
    long head = log.isEmpty() ? 0 : log.get(log.size() - 1).position();
    if (query.after() > head) {
      throw new EventStoreException(
          "the log was asked for events after position "
              + query.after()
              + " but ends at "
              + head
              + ": the reader's checkpoint is of another log",
          null);
    }
    long end = Math.max(query.after(), Math.min(query.to(), head));
    int from = above(log, query.after());
    int to = above(log, end);
    return query.backwards()
        ? backwards(log, from, to, query, consumer)
        : forwards(log, from, to, query, end, consumer);
  }

  private static int above(List<RecordedEvent> log, long position) {
    return Journal.firstAbove(log, RecordedEvent::position, position);
  }

  private static long forwards(
      List<RecordedEvent> log,
      int from,
      int to,
      EventQuery query,
      long end,
      Consumer<? super RecordedEvent> consumer) {
    long given = 0;
    for (int i = from; i < to; i++) {
      RecordedEvent event = log.get(i);
      if (give(event, query, consumer) && ++given == query.limit()) {
        return event.position();
      }
    }
    return end;
  }

  private static long backwards(
      List<RecordedEvent> log,
      int from,
      int to,
      EventQuery query,
      Consumer<? super RecordedEvent> consumer) {
    long given = 0;
    for (int i = to - 1; i >= from; i--) {
      RecordedEvent event = log.get(i);
      if (give(event, query, consumer) && ++given == query.limit()) {
        return event.position();
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
