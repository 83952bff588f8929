package io.counterfoil.transfer;

import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.store.EventIntake;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoredOutcome;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads an export once, from its first line to its last: what it begins is one import. */
final class ImportRun {
  private static final int PROGRESS_EVERY = 1_000;

  private final EventStore store;
  private final boolean partsAllowed;
  private final TransferProgress progress;
  private final Share share;
  private final StoredBefore before;
  private final StoringThread storing = new StoringThread();
  private final EventBatch events;
  private final OutcomeBatch outcomes;

  private boolean parts;
  private long position;
  private long eventCount;
  private boolean ended;

  ImportRun(EventStore store, boolean partsAllowed, TransferProgress progress, Share share) {
    EventIntake intake = store.intake();
    StreamHeads heads = new StreamHeads(intake);
    this.store = store;
    this.partsAllowed = partsAllowed;
    this.progress = progress;
    this.share = share;
    this.before = StoredBefore.in(store);
    this.events = new EventBatch(intake, heads, storing, before.head());
    this.outcomes = new OutcomeBatch(intake, heads);
  }

  Transferred read(LineReader lines) throws IOException {
    try (storing) {
      return readAll(lines);
    }
  }

  private Transferred readAll(LineReader lines) throws IOException {
    begin(lines.next(), lines.number());
    try {
      takeAll(lines);
    } catch (ImportRefused e) {
      storing.await();
      events.requireContinuous(); // what was gathered stands before it
      outcomes.requireEvents();
      throw e;
    }
    progress.at(eventCount, 1);
    return new Transferred(eventCount, outcomes.count(), position, before.skipped());
  }

  private void takeAll(LineReader lines) throws IOException {
    Optional<String> line = lines.next();
    while (line.isPresent()) {
      take(line.get(), lines.number());
      line = lines.next();
    }
    if (!ended) {
      throw new ImportRefused(
          lines.number() + 1, "the last line of the export is missing: the file is cut off");
    }
  }

  private void begin(Optional<String> line, long number) {
    if (line.isEmpty()) {
      throw new ImportRefused(1, "the file is empty");
    }
    parts = reading(number, () -> ExportLines.readFirst(line.get()));
    if (parts && !partsAllowed) {
      throw new ImportRefused(
          number,
          "the export was filtered, so that streams or positions may have holes; export the whole"
              + " log, or allow parts");
    }
  }

  private void take(String line, long number) {
    if (ended) {
      throw new ImportRefused(number, "it follows the last line of the export");
    }
    if (ExportLines.isOutcome(line)) {
      StoredOutcome outcome = reading(number, () -> ExportLines.readOutcome(line));
      endEvents(number);
      outcomes.add(outcome, number, parts);
    } else if (ExportLines.isOwn(line)) {
      String expected = ExportLines.last(eventCount, outcomes.count(), position);
      reading(number, () -> ExportLines.requireEqual(line, expected));
      endEvents(number);
      outcomes.store();
      ended = true;
    } else {
      take(reading(number, () -> RecordedEvent.fromJson(line, store.eventTypes())), number);
    }
  }

  private static <T> T reading(long number, Supplier<T> line) {
    try {
      return line.get();
    } catch (IllegalArgumentException | UnreadablePayload e) {
      throw new ImportRefused(number, String.valueOf(e.getMessage()));
    }
  }

  private void endEvents(long number) {
    before.requirePassed(number);
    events.store();
    storing.await();
  }

  private void take(RecordedEvent event, long number) {
    if (outcomes.count() > 0) {
      throw new ImportRefused(number, "an event follows the outcomes");
    }
    if (event.position() <= position) {
      throw new ImportRefused(
          number,
          "its position "
              + event.position()
              + " is not above "
              + position
              + ", the one before: an event is there twice, or in the wrong place");
    }
    position = event.position();
    eventCount++;
    if (position <= before.head()) {
      before.compare(event, number);
    } else {
      before.requireNoOutcomes(number);
      before.requirePassed(number);
      events.add(event, number, parts);
    }
    if (eventCount % PROGRESS_EVERY == 0) {
      progress.at(eventCount, share.done());
    }
  }

  /** Tells which part of the file was read. */
  interface Share {
    double done();
  }
}
