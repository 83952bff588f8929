package io.counterfoil.transfer;

import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.OutcomeQuery;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoredOutcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes the log of a store as JSON Lines: one event a line in the form of {@link
 * RecordedEvent#toJson}, in the order of the log, then the outcomes of keyed commands. A first line
 * says what the file is and what was left out, a last line how much is in it. Immutable.
 *
 * <p>Payloads are not decoded: events of types that are not known are written, too. Snapshots are
 * not, since they can be taken anew. What is written depends on nothing but what the store holds:
 * so when a log has been moved to another store, the exports of both are equal byte for byte.
 *
 * <p>Others may append meanwhile. The export covers the log up to its head at the beginning, or up
 * to the event before which a transaction is still open; an outcome is written if all the events
 * that it was decided on are.
 */
public final class EventExport {
  private static final int PROGRESS_EVERY = 1_000;
  private static final int BUFFER = 1 << 16;

  private final EventStore store;
  private final EventFilter filter;
  private final TransferProgress progress;

  private EventExport(EventStore store, EventFilter filter, TransferProgress progress) {
    this.store = Objects.requireNonNull(store, "store");
    this.filter = Objects.requireNonNull(filter, "filter");
    this.progress = Objects.requireNonNull(progress, "progress");
  }

  /**
   * Exports all events.
   *
   * @param store where they are
   * @return the export, to be run
   */
  public static EventExport of(EventStore store) {
    return new EventExport(store, EventFilter.all(), (events, share) -> {});
  }

  /**
   * Chooses events. The file then says that some were left out, and an import refuses it unless it
   * is told otherwise. Outcomes are written of the streams that are whole: none if the filter asks
   * for times or event types.
   *
   * @param wanted which events
   * @return a copy
   */
  public EventExport filter(EventFilter wanted) {
    return new EventExport(store, wanted, progress);
  }

  /**
   * Asks to be told how far it is.
   *
   * @param listener is told
   * @return a copy
   */
  public EventExport onProgress(TransferProgress listener) {
    return new EventExport(store, filter, listener);
  }

  /**
   * Writes a file, compressed by gzip if its name ends in {@code .gz}. Until all is written, it is
   * in a file beside it, whose name ends in {@code .part}: a file of that name is never half an
   * export. One that is there already is replaced.
   *
   * @param file where to write
   * @return what was written
   * @throws IOException if the file could not be written
   * @throws io.counterfoil.store.EventStoreException if the store failed
   * @throws UnsupportedOperationException if the store does not list its outcomes
   */
  public Transferred to(Path file) throws IOException {
    try (ExportFile target = ExportFile.create(file)) {
      Transferred written = to(target.stream());
      target.finish();
      return written;
    }
  }

  /**
   * Writes to a stream, in UTF-8 and without compression.
   *
   * @param out where to write; is flushed, and stays the caller's to close
   * @return what was written
   * @throws IOException if the stream cannot be written to
   * @throws io.counterfoil.store.EventStoreException if the store failed
   * @throws UnsupportedOperationException if the store does not list its outcomes
   */
  public Transferred to(OutputStream out) throws IOException {
    try {
      return new Run(new BufferedOutputStream(out, BUFFER), store.head()).write();
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  /** What one run has counted. */
  private final class Run {
    private final OutputStream out;
    private final long head;
    private long events;
    private long outcomes;
    private long position;

    Run(OutputStream out, long head) {
      this.out = out;
      this.head = head;
    }

    Transferred write() throws IOException {
      line(ExportLines.first(filter));
      long end = store.readLog(EventQuery.after(0).to(head).filter(filter), this::write);
      if (filter.since().isEmpty() && filter.until().isEmpty() && filter.eventTypes().isEmpty()) {
        store.readOutcomes(OutcomeQuery.to(end).streamsOf(filter), this::write);
      }
      line(ExportLines.last(events, outcomes, position));
      out.flush();
      progress.at(events, 1);
      return new Transferred(events, outcomes, end, 0);
    }

    private void write(RecordedEvent event) {
      line(event.toJson());
      position = event.position();
      if (++events % PROGRESS_EVERY == 0) {
        progress.at(events, (double) position / head);
      }
    }

    private void write(StoredOutcome outcome) {
      line(ExportLines.outcome(outcome));
      outcomes++;
    }

    private void line(String json) {
      try {
        out.write(json.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
