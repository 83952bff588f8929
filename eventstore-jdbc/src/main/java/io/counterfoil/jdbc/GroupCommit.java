package io.counterfoil.jdbc;

import io.counterfoil.jdbc.CommitQueue.Ticket;
import io.counterfoil.jdbc.EncodedAppend.Places;
import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.jdbc.dialect.SqlDialect;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets appends that arrive together share one statement and one commit. One of the callers runs the
 * batch on its own thread, so that an append which is alone costs nothing more than without.
 *
 * <p>Each append keeps an outcome of its own. What something speaks against, and all of a batch
 * that failed, runs again by itself on the thread of its caller, where it is found out why. Only a
 * connection that was lost at the commit leaves all of a batch in doubt.
 */
final class GroupCommit {
  static final int PLACES = 2;
  static final int MOST_APPENDS = 256;
  private static final long MOST_CHARACTERS = 1 << 20;
  private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final Logger LOG = LoggerFactory.getLogger(JdbcEventStore.class);

  private final CommitQueue queue;
  private final Database database;
  private final AppendWriter writer;
  private final AppendOperation operation;
  private final EventTypes types;
  private final AppendBatch.Listener listener;

  GroupCommit(
      CommitQueue queue,
      Database database,
      AppendWriter writer,
      AppendOperation operation,
      EventTypes types,
      AppendBatch.Listener listener) {
    this.queue = queue;
    this.database = database;
    this.writer = writer;
    this.operation = operation;
    this.types = types;
    this.listener = listener;
  }

  /**
   * Appends behind a counter row run one after the other anyway: the larger the batch, the better.
   */
  static CommitQueue queue(SqlDialect dialect, int batchesAtOnce, int batchOf) {
    int places = dialect.drawsPositionsFromSequence() ? batchesAtOnce : 1;
    return new CommitQueue(places, batchOf, MOST_CHARACTERS, SHORTEST_NANOS, PATIENCE_NANOS);
  }

  AppendResult append(Append append) {
    Ticket ticket = new Ticket(EncodedAppend.of(append, types));
    if (queue.isOff()) {
      return operation.append(List.of(ticket.append()), false).get(0);
    }
    if (queue.enterAtOnce(ticket)) {
      return runByItself(ticket);
    }
    if (queue.await(ticket)) {
      throw interrupted(append);
    }
    return switch (ticket.state()) {
      case LEADS -> lead(ticket);
      case WITHDRAWN -> operation.append(List.of(ticket.append()), false).get(0);
      default -> answer(ticket);
    };
  }

  private static EventStoreException interrupted(Append append) {
    return new EventStoreException(
        "the thread was interrupted while its append to "
            + append.stream()
            + " waited for others; nothing was stored",
        null);
  }

  private AppendResult runByItself(Ticket ticket) {
    long waited = ticket.waitedNanos();
    int stored = 0;
    try {
      AppendResult result = operation.append(List.of(ticket.append()), false).get(0);
      stored = 1;
      return result;
    } finally {
      queue.leave(ticket, List.of(ticket));
      tell(List.of(ticket), stored, waited, ticket.waitedNanos() - waited);
    }
  }

  /** Whatever happens, all that were taken along are told, and the place is handed on first. */
  private AppendResult lead(Ticket leader) {
    List<Ticket> batch = takenAlong(leader);
    if (batch.size() == 1) {
      return runByItself(leader);
    }
    long waited = leader.waitedNanos();
    boolean interrupted = Thread.interrupted(); // it must not end what belongs to others, too
    try {
      run(batch);
    } finally {
      release(leader, batch);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    long took = leader.waitedNanos() - waited;
    try {
      return answer(leader);
    } finally {
      long stored = batch.stream().filter(ticket -> ticket.fate().places().isPresent()).count();
      tell(batch, (int) stored, waited, took);
    }
  }

  /** Tells those that were taken along to run by themselves, should this fail half-way. */
  private List<Ticket> takenAlong(Ticket leader) {
    List<Ticket> batch = new ArrayList<>();
    try {
      batch.add(leader);
      queue.takeAlong(leader, batch);
      return batch;
    } catch (Throwable e) {
      leader.meets(Fate.inDoubt(e)); // it ends here, and so gives its stream back
      release(leader, batch);
      throw e;
    }
  }

  private void release(Ticket leader, List<Ticket> batch) {
    try {
      queue.leave(leader, batch.stream().filter(ticket -> !ticket.fate().runsAgain()).toList());
    } finally {
      queue.settle(batch);
    }
  }

  private void tell(List<Ticket> batch, int stored, long waitedNanos, long tookNanos) {
    if (listener == AppendBatch.Listener.NONE) {
      return;
    }
    try {
      listener.ran(
          new AppendBatch(
              batch.size(),
              stored,
              batch.stream().mapToLong(ticket -> ticket.append().characters()).sum(),
              Duration.ofNanos(waitedNanos),
              Duration.ofNanos(tookNanos)));
    } catch (Throwable e) {
      LOG.warn("a listener of batches failed; the appends are not concerned", e);
    }
  }

  private void run(List<Ticket> batch) {
    List<EncodedAppend> appends = batch.stream().map(Ticket::append).toList();
    try {
      List<Optional<Places>> places = database.shielded(() -> writer.writeEach(appends));
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).meets(places.get(i).map(Fate::stored).orElseGet(Fate::refused));
      }
    } catch (Database.CommitFailed e) {
      batch.forEach(ticket -> ticket.meets(Fate.inDoubt(e)));
    } catch (SQLException | EventStoreException | Database.BoundConnection e) {
      batch.forEach(ticket -> ticket.meets(Fate.failed()));
    } catch (Throwable e) {
      // Perhaps all is stored, and only its places could not be read.
      batch.forEach(ticket -> ticket.meets(Fate.inDoubt(e)));
      throw e;
    }
  }

  private AppendResult answer(Ticket ticket) {
    Fate fate = ticket.fate();
    if (fate.places().isPresent()) {
      return ticket.append().storedAt(fate.places().get(), types);
    }
    if (fate.cause().isPresent()) {
      throw new AppendOutcomeUnknown(ticket.stream(), fate.cause().get());
    }
    try {
      return operation.append(List.of(ticket.append()), fate.isRefused()).get(0);
    } finally {
      queue.leaveAlone(ticket);
    }
  }

  /**
   * What became of an append in a batch.
   *
   * @param places where it went, if it is stored
   * @param isRefused whether something speaks against it
   * @param cause why nobody knows whether it is stored, if so
   */
  record Fate(Optional<Places> places, boolean isRefused, Optional<Throwable> cause) {
    static Fate stored(Places places) {
      return new Fate(Optional.of(places), false, Optional.empty());
    }

    static Fate refused() {
      return new Fate(Optional.empty(), true, Optional.empty());
    }

    static Fate failed() {
      return new Fate(Optional.empty(), false, Optional.empty());
    }

    static Fate inDoubt(Throwable cause) {
      return new Fate(Optional.empty(), false, Optional.of(cause));
    }

    boolean runsAgain() {
      return places.isEmpty() && cause.isEmpty();
    }
  }
}
