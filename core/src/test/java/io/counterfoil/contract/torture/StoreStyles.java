package io.counterfoil.contract.torture;

import io.counterfoil.store.Append;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        styles::race,
        styles::severalStreams,
        styles::keyedTwice);
  }

  /** Appends at the end that it has read; others may come first. */
  private void race(TortureWriter writer) {
    StreamId stream = writer.stream();
    append(writer, "race for a version", ExpectedVersion.exactly(end(stream)), stream, 2);
  }

  private long end(StreamId stream) {
    long[] end = {0};
    store.readStream(
        StreamQuery.of(stream).newestFirst().limit(1), event -> end[0] = event.sequence());
    return end[0];
  }

  /** Appends to one to three streams; now and then others come first to one that is checked. */
  private void severalStreams(TortureWriter writer) {
    Ledger.Transaction transaction = writer.begin("several streams");
    List<StreamId> streams = Stream.generate(writer::stream).limit(3).distinct().toList();
    List<Append> appends = new ArrayList<>();
    for (StreamId stream : streams) {
      appends.add(written(writer, transaction, ExpectedVersion.any(), stream, 2));
    }
    StreamId checked = writer.stream();
    if (!streams.contains(checked)) {
      appends.add(Append.check(checked, ExpectedVersion.exactly(end(checked))));
    }
    send(transaction, appends);
  }

  /** Sends another append under a key that is decided. */
  private void keyedTwice(TortureWriter writer) {
    StreamId stream = writer.stream();
    CommandKey key = new CommandKey(Long.toHexString(writer.random().nextLong()), "f");
    Ledger.Transaction first = writer.begin("keyed");
    if (send(
        first, List.of(written(writer, first, ExpectedVersion.any(), stream, 2).withKey(key)))) {
      Ledger.Transaction again = writer.begin("under a key that is decided");
      Append repeated = written(writer, again, ExpectedVersion.any(), stream, 2).withKey(key);
      if (send(again, List.of(repeated))) {
        throw new AssertionError("two appends were stored under the key " + key);
      }
    }
  }

  private void append(
      TortureWriter writer, String style, ExpectedVersion expected, StreamId stream, int number) {
    Ledger.Transaction transaction = writer.begin(style);
    send(transaction, List.of(written(writer, transaction, expected, stream, number)));
  }

  private static Append written(
      TortureWriter writer,
      Ledger.Transaction transaction,
      ExpectedVersion expected,
      StreamId stream,
      int number) {
    List<NewEvent> events = writer.events(number);
    events.forEach(event -> transaction.writes(stream, event.eventId()));
    return new Append(stream, expected, events, Optional.empty(), Optional.empty());
  }

  /** Answers whether all was stored. */
  private boolean send(Ledger.Transaction transaction, List<Append> appends) {
    try {
      List<AppendResult> results =
          appends.size() == 1 ? List.of(store.append(appends.get(0))) : store.appendAll(appends);
      for (AppendResult result : results) {
        List<RecordedEvent> stored = result.events();
        if (!stored.isEmpty()) {
          transaction.at(stored.get(0).position(), stored.get(stored.size() - 1).position());
        }
      }
      transaction.committed();
      return true;
    } catch (AppendOutcomeUnknown e) {
      transaction.inDoubt();
    } catch (EventStoreException e) { // a conflict among them: nothing was stored
      transaction.rolledBack();
    }
    return false;
  }
}
