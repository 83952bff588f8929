package io.counterfoil.store;

import java.util.function.Consumer;

/**
 * Counts what was read to find out whether it can be read.
 *
 * @param events how many events were read
 * @param unreadable how many of them cannot be read
 */
public record Verification(long events, long unreadable) {

  /** Reads each event, and goes on behind those that cannot be read. */
  static final class Reader implements Consumer<RecordedEvent> {
    private final Consumer<? super UnreadableEvent> found;
    private long events;
    private long unreadable;

    Reader(Consumer<? super UnreadableEvent> found) {
      this.found = found;
    }

    @Override
    public void accept(RecordedEvent event) {
      events++;
      UnreadableEvent reason;
      try {
        event.payloads();
        return;
      } catch (UnreadableEvent e) {
        reason = e;
      }
      unreadable++;
      found.accept(reason);
    }

    Verification result() {
      return new Verification(events, unreadable);
    }
  }
}
