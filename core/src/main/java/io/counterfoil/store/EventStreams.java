package io.counterfoil.store;

import io.counterfoil.serialization.EventTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Appends to streams and reads them: what a command needs. An {@link EventStore} is one, in
 * transactions of its own; a store may offer others, such as one that takes part in a transaction
 * of the caller. Every method may block on the database.
 *
 * <p>Inside a stream, <em>sequences</em> run 1, 2, 3 … without holes.
 */
public interface EventStreams {

  /**
   * Returns the types of event that are written and read.
   *
   * @return the event types
   */
  EventTypes eventTypes();

  /**
   * Appends events to one stream, all or none.
   *
   * <p>An idempotency key comes first: where its outcome is stored already, the append is {@link
   * KeyAlreadyDecided}, whatever its expected version. An expected version ahead of the stream is a
   * conflict too, so that a stream never has holes.
   *
   * @param append what to store, and what to expect
   * @return the events as they are stored
   * @throws ConcurrencyConflict if the stream is not as expected; nothing was stored
   * @throws KeyAlreadyDecided if the key has an outcome; nothing was stored
   * @throws DuplicateEventId if an event id is taken, or appears twice; nothing was stored
   * @throws AppendOutcomeUnknown if the connection was lost at a moment when the events may or may
   *     not have been stored; appending again under the same key settles it, and so does the same
   *     append without a key: a {@link DuplicateEventId} then says that it was stored
   * @throws EventStoreException if the store failed otherwise; nothing was stored
   * @throws io.counterfoil.serialization.UnknownEventType if an event's class is not among {@link
   *     #eventTypes()}; nothing was stored
   * @throws io.counterfoil.serialization.UnreadablePayload if an event cannot be written; nothing
   *     was stored
   */
  AppendResult append(Append append);

  /**
   * Appends to several streams, all or none. An append without events and without a key only checks
   * its stream: "append to B if A is still at 7". Two calls of this method that share a stream
   * never overlap, whether the stream has events or not: of "B if A has no events" and "A if B has
   * no events" one is stored. Against appends to a single stream, which a call of this method with
   * one of them is too, the checks hold at the moment when they are made: one to a stream that is
   * only checked may be committed first, and have the lower position, all the same.
   *
   * <p>What speaks against the whole is looked for in the order of {@link #append}: first all keys,
   * then all event ids, then all versions. Positions grow with the sequences of each stream; in
   * which order the streams follow one another is not promised.
   *
   * @param appends what to store, and what to expect; each for a stream of its own
   * @return the results, in the order of the appends
   * @throws ConcurrencyConflict if one of the streams is not as expected; nothing was stored
   * @throws KeyAlreadyDecided if one of the keys has an outcome; nothing was stored
   * @throws DuplicateEventId if an event id is taken, or appears twice; nothing was stored
   * @throws AppendOutcomeUnknown if the connection was lost at a moment when the events may or may
   *     not have been stored; appending again under the same keys settles it
   * @throws EventStoreException if the store failed otherwise; nothing was stored
   * @throws IllegalArgumentException if two appends are for the same stream
   * @throws io.counterfoil.serialization.UnknownEventType if an event's class is not among {@link
   *     #eventTypes()}; nothing was stored
   * @throws io.counterfoil.serialization.UnreadablePayload if an event cannot be written; nothing
   *     was stored
   */
  List<AppendResult> appendAll(List<Append> appends);

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
   * Finds the outcome of a keyed command.
   *
   * @param stream the stream that the command was for
   * @param key the command's key
   * @return its outcome, if it has one
   * @throws EventStoreException if the store failed
   */
  Optional<Outcome> outcome(StreamId stream, String key);

  /**
   * Hands on what a decision rests on: a snapshot, if there is one, the events from the snapshot's
   * own last event on, and the outcome of the command's key. A store that keeps the snapshots, too,
   * asks for all of it in one query; others take one after the other, the outcome last.
   *
   * <p>A snapshot store that fails does not fail the load: the query's {@link
   * LoadQuery.Snapshots#failed()} is told, and all events are handed on.
   *
   * @param query what to load
   * @param snapshot receives the snapshot, before any event; not called if there is none
   * @param events receives the events in order
   * @return the outcome of the key, if one was asked for and has it
   * @throws EventStoreException if the store failed
   */
  default Optional<Outcome> load(
      LoadQuery query,
      Consumer<? super Snapshot> snapshot,
      Consumer<? super RecordedEvent> events) {
    return LoadInSteps.load(this, query, snapshot, events);
  }

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

  /**
   * Reads the payload of each event of a stream, through all upcasters, and tells of those that
   * cannot be read; goes on behind each. In bounded memory.
   *
   * @param query which events
   * @param found receives what cannot be read, and why, in order and on the caller's thread; what
   *     it throws ends the reading and reaches the caller
   * @return how many were read, and how many cannot be
   * @throws EventStoreException if the store failed
   */
  default Verification verify(StreamQuery query, Consumer<? super UnreadableEvent> found) {
    Verification.Reader reader = new Verification.Reader(found);
    readStream(query, reader);
    return reader.result();
  }
}
