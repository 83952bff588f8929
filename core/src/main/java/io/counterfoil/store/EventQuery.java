package io.counterfoil.store;

import java.util.Objects;

/**
 * Asks for events of the log, in the order of their positions. Immutable.
 *
 * @param after the position after which to begin, 0 for all
 * @param filter which events are wanted
 * @param limit how many events at most, 1 or more
 */
public record EventQuery(long after, EventFilter filter, long limit) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if {@code after} is negative or {@code limit} below 1
   */
  public EventQuery {
    Objects.requireNonNull(filter, "filter");
    if (after < 0) {
      throw new IllegalArgumentException("a position is not negative, but after is " + after);
    }
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is 1 or more, but was " + limit);
    }
  }

  /**
   * Asks for all events behind a position.
   *
   * @param position the position after which to begin, 0 for all
   * @return the query
   */
  public static EventQuery after(long position) {
    return new EventQuery(position, EventFilter.all(), Long.MAX_VALUE);
  }

  /**
   * Chooses events.
   *
   * @param wanted which events are wanted
   * @return a copy
   */
  public EventQuery filter(EventFilter wanted) {
    return new EventQuery(after, wanted, limit);
  }

  /**
   * Bounds the number of events.
   *
   * @param events how many at most, 1 or more
   * @return a copy
   */
  public EventQuery limit(long events) {
    return new EventQuery(after, filter, events);
  }
}
