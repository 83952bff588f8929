package io.counterfoil.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Takes in events that another store has recorded, as they are: their positions, sequences, ids and
 * payloads. For whoever moves a whole log, such as {@code io.counterfoil.transfer.EventImport},
 * which checks what it brings; an application appends instead. Every method may block on the
 * database, and is a transaction of its own.
 *
 * <p>One writer at a time, positions ascending: so readers of the log are shown everything, also
 * while it comes in.
 */
public interface EventIntake {

  /**
   * Finds the last sequences of streams.
   *
   * @param streams which streams
   * @return the last sequence of each of them that has events
   * @throws EventStoreException if the store failed
   */
  Map<StreamId, Long> heads(Collection<StreamId> streams);

  /**
   * Stores events behind all that are there, all or none. Their payloads are not decoded, so that
   * their types need not be known. What is appended afterwards gets positions behind theirs.
   *
   * <p>That the sequences of a stream go on without a hole is up to the caller.
   *
   * @param after the position of the last event that is there; 0 if there is none
   * @param events what to store, in the order of their positions, which are all above {@code after}
   * @throws DuplicateEventId if an event id is taken; nothing was stored
   * @throws EventStoreException if the log does not end at {@code after}, so that somebody else has
   *     written to it, or if the store failed; nothing was stored, unless the connection was lost
   *     in the commit: whoever looks at the end of the log knows
   */
  void events(long after, List<RecordedEvent> events);

  /**
   * Stores outcomes of keyed commands, all or none. Where the key has one already, that stays.
   *
   * @param outcomes what to store, no two under the same key of the same stream
   * @return the outcomes that were there already
   * @throws EventStoreException if the store failed; nothing was stored, unless the connection was
   *     lost in the commit: then the call may be repeated
   */
  List<StoredOutcome> outcomes(List<StoredOutcome> outcomes);
}
