package io.counterfoil.command;

import io.counterfoil.Event;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides after an append whether a snapshot of its aggregate is due. Pure, quick and thread-safe:
 * it is asked on the thread that dispatched. What it throws fails no command.
 */
@FunctionalInterface
public interface SnapshotPolicy {

  /**
   * Decides after an append.
   *
   * @param change what was appended
   * @return true if a snapshot shall be taken
   */
  boolean isDue(Change change);

  /**
   * Tells what a command has changed. Immutable.
   *
   * @param before the stream's last sequence before the append, 0 or more
   * @param after the stream's last sequence after it
   * @param events what was appended
   * @param state the aggregate's state after it
   */
  record Change(long before, long after, List<? extends Event> events, Object state) {}

  /**
   * Takes a snapshot each time the stream passes a multiple of a number of events.
   *
   * @param events 1 or more; 100 is a good start
   * @return the policy
   * @throws IllegalArgumentException if the number is below 1
   */
  static SnapshotPolicy every(int events) {
    if (events < 1) {
      throw new IllegalArgumentException(
          "a snapshot is taken every 1 or more events, but was asked every " + events);
    }
    return change -> change.before() / events < change.after() / events;
  }

  /**
   * Takes a snapshot when an event of certain types was appended, such as the end of a month.
   *
   * @param types the classes of the events
   * @return the policy
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  static SnapshotPolicy onEvent(Class<? extends Event>... types) {
    Set<Class<? extends Event>> wanted = Set.of(types);
    return change -> {
      for (Event event : change.events()) {
        if (wanted.contains(event.getClass())) {
          return true;
        }
      }
      return false;
    };
  }

  /**
   * Takes a snapshot when the state after a command is of a certain kind.
   *
   * @param stateType the class of the states that are looked at; others are never due
   * @param predicate tells whether a snapshot of this state shall be taken
   * @param <S> the state
   * @return the policy
   */
  static <S> SnapshotPolicy when(Class<S> stateType, Predicate<? super S> predicate) {
    Objects.requireNonNull(stateType, "stateType");
    Objects.requireNonNull(predicate, "predicate");
    return change ->
        stateType.isInstance(change.state()) && predicate.test(stateType.cast(change.state()));
  }

  /**
   * Takes no snapshot: those that are there are used, and others keep them up to date.
   *
   * @return the policy
   */
  static SnapshotPolicy never() {
    return change -> false;
  }

  /**
   * Takes a snapshot when this policy says so, or another.
   *
   * @param other the other
   * @return the policy
   */
  default SnapshotPolicy or(SnapshotPolicy other) {
    Objects.requireNonNull(other, "other");
    return change -> isDue(change) || other.isDue(change);
  }
}
