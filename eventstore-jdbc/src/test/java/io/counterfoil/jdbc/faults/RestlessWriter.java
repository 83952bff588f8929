package io.counterfoil.jdbc.faults;

import io.counterfoil.contract.torture.Ledger;
import io.counterfoil.jdbc.Note;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Appends, with a key and without, whatever happens to the server. What nobody knows of an append
 * with a key, it settles by sending it again, as one that decides anew: with new ids.
 */
final class RestlessWriter implements Runnable {
  private static final int STREAMS = 12;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final String name;
  private final EventStore store;
  private final Ledger ledger;
  private final Tally tally;
  private final BooleanSupplier isOver;
  private final Random random;

  RestlessWriter(
      int number, EventStore store, Ledger ledger, Tally tally, BooleanSupplier isOver, long seed) {
    this.name = "writer " + number;
    this.store = store;
    this.ledger = ledger;
    this.tally = tally;
    this.isOver = isOver;
    this.random = new Random(seed * 31 + number);
  }

  @Override
  public void run() {
    for (int i = 0; !isOver.getAsBoolean(); i++) {
      if (random.nextBoolean()) {
        appendOnce();
      } else {
        appendUnder(new CommandKey(name + " key " + i, "f"));
      }
    }
  }

  /** The events say under which key they were sent. */
  private Append append(StreamId stream, int events, String text) {
    String[] texts = Collections.nCopies(events, text).toArray(String[]::new);
    return Note.written(stream, ExpectedVersion.any(), texts);
  }

  private StreamId stream() {
    return Note.stream("n" + random.nextInt(STREAMS));
  }

  private int few() {
    return 1 + random.nextInt(3);
  }

  private void appendOnce() {
    Append append = append(stream(), few(), "no key");
    Ledger.Transaction sent = sending(append, "without a key");
    try {
      acknowledged(sent, store.append(append));
    } catch (AppendOutcomeUnknown e) {
      tally.inDoubt.increment();
      sent.inDoubt();
    } catch (EventStoreException e) {
      refused(sent);
    }
  }

  private void appendUnder(CommandKey key) {
    StreamId stream = stream();
    int events = few();
    List<Ledger.Transaction> inDoubt = new ArrayList<>();
    while (true) {
      Append append = append(stream, events, key.value()).withKey(key);
      Ledger.Transaction sent = sending(append, "with a key");
      try {
        acknowledged(sent, store.append(append));
        inDoubt.forEach(Ledger.Transaction::rolledBack);
        return;
      } catch (KeyAlreadyDecided e) {
        sent.rolledBack();
        settle(e, inDoubt);
        return;
      } catch (AppendOutcomeUnknown e) {
        tally.inDoubt.increment();
        sent.inDoubt();
        inDoubt.add(sent);
      } catch (EventStoreException e) {
        refused(sent);
        if (inDoubt.isEmpty()) {
          return;
        }
      }
    }
  }

  /** One of those in doubt was stored. */
  private void settle(KeyAlreadyDecided decided, List<Ledger.Transaction> inDoubt) {
    if (inDoubt.isEmpty()) {
      throw new AssertionError("nobody else has this key", decided);
    }
    tally.settled.increment();
    if (inDoubt.size() == 1) {
      inDoubt.get(0).committed();
    }
  }

  private Ledger.Transaction sending(Append append, String style) {
    Ledger.Transaction sent = ledger.begin(name, style);
    for (NewEvent event : append.events()) {
      sent.writes(append.stream(), event.eventId());
    }
    return sent;
  }

  private void acknowledged(Ledger.Transaction sent, AppendResult result) {
    List<RecordedEvent> events = result.events();
    sent.at(events.get(0).position(), events.get(events.size() - 1).position());
    sent.committed();
    tally.acknowledged.increment();
  }

  private void refused(Ledger.Transaction sent) {
    sent.rolledBack();
    tally.notStored.increment();
    LockSupport.parkNanos(PAUSE_NANOS);
  }
}
