package io.counterfoil.contract.torture;

import io.counterfoil.store.Append;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.util.List;
import java.util.Optional;

/** The styles that every store allows: appends in transactions of their own. */
public final class StoreStyles {
  private final EventStore store;

  private StoreStyles(EventStore store) {
    this.store = store;
  }

  /**
   * Makes the styles for a store.
   *
   * @param store is written to
   * @return the styles
   */
  public static List<WritingStyle> of(EventStore store) {
    StoreStyles styles = new StoreStyles(store);
    return List.of(
        writer -> styles.append(writer, "one event", ExpectedVersion.any(), writer.stream(), 1),
        writer -> styles.append(writer, "ten events", ExpectedVersion.any(), writer.stream(), 10),
        writer ->
            styles.append(
                writer, "refused", ExpectedVersion.exactly(1_000_000), writer.stream(), 3),
        styles::race);
  }

  /** Appends at the end that it has read; others may come first. */
  private void race(TortureWriter writer) {
    StreamId stream = writer.stream();
    long[] end = {0};
    store.readStream(
        StreamQuery.of(stream).newestFirst().limit(1), event -> end[0] = event.sequence());
    append(writer, "race for a version", ExpectedVersion.exactly(end[0]), stream, 2);
  }

  private void append(
      TortureWriter writer, String style, ExpectedVersion expected, StreamId stream, int number) {
    List<NewEvent> events = writer.events(number);
    Ledger.Transaction transaction = writer.begin(style);
    events.forEach(event -> transaction.writes(stream, event.eventId()));
    try {
      AppendResult result =
          store.append(new Append(stream, expected, events, Optional.empty(), Optional.empty()));
      List<RecordedEvent> stored = result.events();
      transaction.at(stored.get(0).position(), stored.get(number - 1).position());
      transaction.committed();
    } catch (AppendOutcomeUnknown e) {
      transaction.inDoubt();
    } catch (EventStoreException e) { // a conflict among them: nothing was stored
      transaction.rolledBack();
    }
  }
}
