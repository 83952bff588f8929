package io.counterfoil.jdbc;

import io.counterfoil.store.EventStore;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks after appends. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcEventStore.class);

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  EventStore.Subscription add(Runnable task) {
    Entry entry = new Entry(Objects.requireNonNull(task, "task"));
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  /** The events are stored: a task that fails must not look like an append that failed. */
  void run() {
    for (Entry entry : entries) {
      try {
        entry.task.run();
      } catch (Throwable e) {
        LOG.warn("a task given to onAppend failed; the append itself is stored", e);
      }
    }
  }

  /** The same task may be added twice, and each addition is ended by itself. */
  private static final class Entry {
    private final Runnable task;

    Entry(Runnable task) {
      this.task = task;
    }
  }
}
