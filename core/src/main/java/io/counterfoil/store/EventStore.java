package io.counterfoil.store;

import io.counterfoil.serialization.EventTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps events, for ever and in order. Thread-safe; every method may block on the database.
 *
 * <p>Two orders hold. Inside a stream, <em>sequences</em> run 1, 2, 3 … without holes. Over all
 * streams, <em>positions</em> are unique and only grow, perhaps with holes, and inside a stream
 * they grow with the sequence. A reader of the log that was given all up to a position is never
 * later shown an event at or below it.
 *
 * <p>Whoever writes a store runs the suites of {@code io.counterfoil.contract} (in this artifact's
 * tests jar) against it.
 */
public interface EventStore {

  /**
   * Returns the types of event that the store writes and reads.
   *
   * @return the event types
   */
  EventTypes eventTypes();

  /**
   * Appends events to one stream, all or none, in a transaction of its own; on return they are
   * durable and can be read.
   *
   * <p>An idempotency key comes first: where its outcome is stored already, the append is {@link
   * KeyAlreadyDecided}, whatever its expected version. An expected version ahead of the stream is a
   * conflict too, so that a stream never has holes.
   *
   * @param append what to store, and what to expect
   * @return the events as they are stored
   * @throws ConcurrencyConflict if the stream is not as expected; nothing was stored
   * @throws KeyAlreadyDecided if the key has an outcome; nothing was stored
   * @throws DuplicateEventId if an event id is taken; nothing was stored
   * @throws AppendOutcomeUnknown if the connection was lost at a moment when the events may or may
   *     not have been stored; appending again under the same key settles it
   * @throws EventStoreException if the store failed otherwise; nothing was stored
   * @throws io.counterfoil.serialization.UnknownEventType if an event's class is not among {@link
   *     #eventTypes()}; nothing was stored
   * @throws io.counterfoil.serialization.UnreadablePayload if an event cannot be written; nothing
   *     was stored
   */
  AppendResult append(Append append);

  /**
   * Hands on the events of one stream, one by one, in bounded memory. The consumer runs on the
   * caller's thread; what it throws ends the reading and reaches the caller.
   *
   * @param query which events
   * @param consumer receives them in order
   * @throws EventStoreException if the store failed
   */
  void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer);

  /**
   * Hands on the events of the log behind a position, one by one, in bounded memory. The consumer
   * runs on the caller's thread; what it throws ends the reading and reaches the caller. Never
   * blocks a writer.
   *
   * @param query which events
   * @param consumer receives them in the order of their positions
   * @return how far the reader now knows the log: every wanted event up to this position has been
   *     handed on, so the next query goes on after it. At least {@code query.after()}
   * @throws EventStoreException if the store failed, or if its log never came as far as {@code
   *     query.after()}: then the reader's checkpoint is of another log, or this one was restored
   *     from an older backup
   */
  long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer);

  /**
   * Finds the outcome of a keyed command.
   *
   * @param stream the stream that the command was for
   * @param key the command's key
   * @return its outcome, if it has one
   * @throws EventStoreException if the store failed
   */
  Optional<Outcome> outcome(StreamId stream, String key);

  /**
   * Counts events and streams. Reads all of an index: for people and tests, not for hot paths.
   *
   * @return the counts and the head of the log
   * @throws EventStoreException if the store failed
   */
  StoreStatus status();

  /**
   * Finds the end of the log. Events below it may still be on their way: a transaction that drew
   * its positions earlier may commit later. A store answers this without counting.
   *
   * @return the highest position that can be seen; 0 when the store is empty
   * @throws EventStoreException if the store failed
   */
  default long head() {
    return status().head();
  }

  /**
   * Runs a task after each append of this store object, on the thread that appended: so it must be
   * short. Appends of other processes do not run it, so that it is a hint for readers that also
   * poll.
   *
   * @param task what to run; what it throws is logged and dropped
   * @return ends it
   */
  Subscription onAppend(Runnable task);

  /**
   * Reads a whole stream into a list: for streams that are known to be short.
   *
   * @param stream the stream
   * @return its events; empty if it has none
   * @throws EventStoreException if the store failed
   */
  default List<RecordedEvent> events(StreamId stream) {
    List<RecordedEvent> events = new ArrayList<>();
    readStream(StreamQuery.of(stream), events::add);
    return events;
  }

  /** Ends what was begun. */
  interface Subscription extends AutoCloseable {

    /** Ends it; a second call does nothing. */
    @Override
    void close();
  }
}
