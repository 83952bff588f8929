package io.counterfoil.store;

import io.counterfoil.serialization.EventTypes;
import java.util.Objects;

/**
 * Asks for events of the log, in the order of their positions or the other way round. Immutable.
 *
 * @param after the position after which to begin, 0 for all
 * @param to the last position wanted, inclusive
 * @param filter which events are wanted
 * @param backwards whether the newest comes first
 * @param limit how many events at most, 1 or more
 */
public record EventQuery(long after, long to, EventFilter filter, boolean backwards, long limit) {

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
    return new EventQuery(position, Long.MAX_VALUE, EventFilter.all(), false, Long.MAX_VALUE);
  }

  /**
   * Ends at a position.
   *
   * @param position the last position wanted, inclusive
   * @return a copy
   */
  public EventQuery to(long position) {
    return new EventQuery(after, position, filter, backwards, limit);
  }

  /**
   * Chooses events.
   *
   * @param wanted which events are wanted
   * @return a copy
   */
  public EventQuery filter(EventFilter wanted) {
    return new EventQuery(after, to, wanted, backwards, limit);
  }

  /**
   * Asks for the newest first, beginning at the end of what can be read. To go on, ask again with
   * {@link #to(long)} set to the position before the one that the reading returned.
   *
   * @return a copy
   */
  public EventQuery newestFirst() {
    return new EventQuery(after, to, filter, true, limit);
  }

  /**
   * Bounds the number of events.
   *
   * @param events how many at most, 1 or more
   * @return a copy
   */
  public EventQuery limit(long events) {
    return new EventQuery(after, to, filter, backwards, events);
  }

  /**
   * Asks for what is stored under any name that may be one of the wanted types today. For authors
   * of stores.
   *
   * @param types know which stored names lead to which of today's
   * @return the query to look for in the store
   */
  public EventQuery asStored(EventTypes types) {
    return filter(filter.asStored(types));
  }
}
