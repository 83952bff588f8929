package io.counterfoil.memory;

import io.counterfoil.store.EventStore.Subscription;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks after each append. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(InMemoryEventStore.class);

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  Subscription add(Runnable task) {
    Listener listener = new Listener(Objects.requireNonNull(task, "task"));
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The append has happened: nothing that a task throws may make it look as if it had not. */
  void run() {
    for (Listener listener : listeners) {
      try {
        listener.task.run();
      } catch (Throwable e) {
        LOG.warn("a task given to onAppend failed; the append itself is stored", e);
      }
    }
  }

  /** Has an identity of its own, so that the same task can be added twice and removed once. */
  private static final class Listener {
    private final Runnable task;

    Listener(Runnable task) {
      this.task = task;
    }
  }
}
