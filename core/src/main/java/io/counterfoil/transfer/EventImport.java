package io.counterfoil.transfer;

import io.counterfoil.store.EventStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Takes the file of an {@link EventExport} into a store: events with their positions, sequences,
 * ids and metadata, payloads character for character, and the outcomes of keyed commands, so that a
 * command which was decided before the move is not decided again. Immutable.
 *
 * <p>The store is an empty one that nobody else writes to. Everything is stored in batches, each a
 * transaction of its own. An import that was cut off, by a kill of its process or a lost
 * connection, is run again with the same file: it compares the end of what is stored with the file
 * and goes on behind it. A thread of its own stores a batch while the next one is read; it is gone
 * when the call returns.
 *
 * <p>Refused with the number of the line: whatever is not the form of an export, a hole in a
 * stream, positions that do not grow, an event id or a key that is there twice, and a file without
 * its last line. The lines before are stored then, except for some of the last thousands.
 *
 * <p>Payloads are not decoded, so that events of types that are not known are taken in, too.
 */
public final class EventImport {
  private final EventStore store;
  private final boolean partsAllowed;
  private final TransferProgress progress;

  private EventImport(EventStore store, boolean partsAllowed, TransferProgress progress) {
    this.store = Objects.requireNonNull(store, "store");
    this.partsAllowed = partsAllowed;
    this.progress = Objects.requireNonNull(progress, "progress");
  }

  /**
   * Imports into a store.
   *
   * @param store where to; empty, or with the beginning of the same file
   * @return the import, to be run
   */
  public static EventImport into(EventStore store) {
    return new EventImport(store, false, (events, share) -> {});
  }

  /**
   * Takes in also what a filter has left of a log. Such streams may begin late and have holes, so
   * that no aggregate can be loaded from them: for looking at, not for going on.
   *
   * @return a copy
   */
  public EventImport allowingParts() {
    return new EventImport(store, true, progress);
  }

  /**
   * Asks to be told how far it is.
   *
   * @param listener is told
   * @return a copy
   */
  public EventImport onProgress(TransferProgress listener) {
    return new EventImport(store, partsAllowed, listener);
  }

  /**
   * Imports a file, decompressed by gzip if its name ends in {@code .gz}.
   *
   * @param file what an export wrote
   * @return what was found in it
   * @throws IOException if the file cannot be read
   * @throws ImportRefused if it is damaged, has parts of a log and that is not allowed, or does not
   *     fit what the store holds
   * @throws io.counterfoil.store.EventStoreException if the store failed, or somebody else writes
   *     to it
   * @throws UnsupportedOperationException if the store takes in nothing
   */
  public Transferred from(Path file) throws IOException {
    long size = Files.isRegularFile(file) ? Files.size(file) : 0;
    try (InputStream content = Files.newInputStream(file)) {
      CountedInput counted = new CountedInput(content);
      return run(
          ExportFile.open(file, counted),
          () -> size == 0 ? 0 : Math.min(1, (double) counted.count() / size));
    }
  }

  /**
   * Imports what a stream holds, uncompressed.
   *
   * @param in what an export wrote; stays the caller's to close
   * @return what was found in it
   * @throws IOException if the stream cannot be read
   * @throws ImportRefused as for a file
   * @throws io.counterfoil.store.EventStoreException as for a file
   * @throws UnsupportedOperationException if the store takes in nothing
   */
  public Transferred from(InputStream in) throws IOException {
    return run(Objects.requireNonNull(in, "in"), () -> 0);
  }

  private Transferred run(InputStream in, ImportRun.Share share) throws IOException {
    return new ImportRun(store, partsAllowed, progress, share).read(new LineReader(in));
  }
}
