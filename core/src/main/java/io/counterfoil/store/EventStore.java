package io.counterfoil.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps events, for ever and in order. Thread-safe; every method may block on the database.
 *
 * <p>Two orders hold. Inside a stream, <em>sequences</em> run 1, 2, 3 … without holes. Over all
 * streams, <em>positions</em> are unique and only grow, perhaps with holes, and inside a stream
 * they grow with the sequence. A reader of the log that was given all up to a position is never
 * later shown an event at or below it.
 *
 * <p>Each append is a transaction of its own; when it returns, its events are durable and can be
 * read.
 *
 * <p>Whoever writes a store runs the suites of {@code io.counterfoil.contract} (in this artifact's
 * tests jar) against it.
 */
public interface EventStore extends EventStreams {

  /**
   * Hands on events of the log, one by one, in bounded memory. The consumer runs on the caller's
   * thread; what it throws ends the reading and reaches the caller. Never blocks a writer.
   *
   * @param query which events
   * @param consumer receives them in the order of their positions, or the other way round if the
   *     query says so
   * @return how far the reader now knows the log. Forwards, every wanted event from {@code
   *     query.after()} up to this position has been handed on, so the next query goes on after it;
   *     at least {@code query.after()}, and beyond {@code query.to()} only if that is below it.
   *     Backwards, every wanted event down to and with this position has been handed on; {@code
   *     query.after()} when there are no more
   * @throws EventStoreException if the store failed, or if its log never came as far as {@code
   *     query.after()}: then the reader's checkpoint is of another log, or this one was restored
   *     from an older backup
   */
  long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer);

  /**
   * Counts events and streams, and tells whom readers of the log wait for. Reads all of an index:
   * for people and tests, not for hot paths.
   *
   * @return the counts, the head of the log, and how far it can be read
   * @throws EventStoreException if the store failed
   */
  StoreStatus status();

  /**
   * Tells whom readers of the log wait for. A store answers this without counting.
   *
   * @return the transactions that are open and may still fill a gap before the head
   * @throws EventStoreException if the store failed
   */
  default List<OpenWriter> openWriters() {
    return status().openWriters();
  }

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
   * Forgets the outcomes of keyed commands that were stored before a moment. A command sent again
   * under a forgotten key is decided anew. Keys live for ever unless this is called; it never runs
   * by itself. Other commands go on meanwhile.
   *
   * @param before the moment; outcomes stored at it or later are kept, by the system's clock of the
   *     process that stored them, which is not the clock that a command bus may be given
   * @return how many were forgotten
   * @throws EventStoreException if the store failed; some may be forgotten already
   */
  long forgetOutcomes(Instant before);

  /**
   * Hands on the outcomes of keyed commands, one by one, in bounded memory, in the order of {@link
   * OutcomeQuery#ORDER}. The consumer runs on the caller's thread; what it throws ends the reading
   * and reaches the caller. What is stored or forgotten meanwhile may be among them or not.
   *
   * @param query which outcomes
   * @param consumer receives them
   * @throws UnsupportedOperationException if the store does not list its outcomes; so it is unless
   *     a store implements this
   * @throws EventStoreException if the store failed
   */
  default void readOutcomes(OutcomeQuery query, Consumer<? super StoredOutcome> consumer) {
    throw new UnsupportedOperationException(
        getClass().getName()
            + " does not list outcomes, so that nothing can be exported from it; it would have to"
            + " implement EventStore.readOutcomes");
  }

  /**
   * Counts the forms in which events are stored: by aggregate type, event type and schema version.
   * Reads no payloads. Unless a store has a better way, it reads the log.
   *
   * @return each form that is stored, in no particular order
   * @throws EventStoreException if the store failed
   */
  default List<StoredType> storedTypes() {
    Map<List<Object>, StoredType> forms = new HashMap<>();
    readLog(
        EventQuery.after(0),
        event ->
            forms.merge(
                List.of(event.stream().aggregateType(), event.type(), event.schemaVersion()),
                StoredType.of(event),
                (counted, one) -> counted.and(event)));
    return List.copyOf(forms.values());
  }

  /**
   * Tells of every form of event that is stored whether {@link #eventTypes()} can read it, and how.
   *
   * @return the judgement
   * @throws EventStoreException if the store failed
   */
  default StoreAudit audit() {
    return StoreAudit.of(storedTypes(), eventTypes());
  }

  /**
   * Opens the door for events that another store has recorded.
   *
   * @return takes them in
   * @throws UnsupportedOperationException if the store takes in nothing; so it is unless a store
   *     implements this
   */
  default EventIntake intake() {
    throw new UnsupportedOperationException(
        getClass().getName()
            + " takes in no recorded events, so that nothing can be imported into it; it would have"
            + " to implement EventStore.intake");
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
   * Reads the payload of each event of the log, through all upcasters, and tells of those that
   * cannot be read; goes on behind each. In bounded memory, without blocking a writer.
   *
   * @param query which events
   * @param found receives what cannot be read, and why, in the order of the query and on the
   *     caller's thread; what it throws ends the reading and reaches the caller
   * @return how many were read, and how many cannot be
   * @throws EventStoreException if the store failed, as in {@link #readLog}
   */
  default Verification verify(EventQuery query, Consumer<? super UnreadableEvent> found) {
    Verification.Reader reader = new Verification.Reader(found);
    readLog(query, reader);
    return reader.result();
  }

  /** Ends what was begun. */
  interface Subscription extends AutoCloseable {

    /** Ends it; a second call does nothing. */
    @Override
    void close();
  }
}
