package io.counterfoil.store;

import java.util.Objects;

/**
 * Asks for events of one stream. Immutable.
 *
 * @param stream the stream
 * @param from the first sequence wanted, 1 or more
 * @param to the last sequence wanted, inclusive
 * @param backwards whether the newest comes first
 * @param limit how many events at most, 1 or more
 */
public record StreamQuery(StreamId stream, long from, long to, boolean backwards, long limit) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if {@code from} or {@code limit} is below 1
   */
  public StreamQuery {
    Objects.requireNonNull(stream, "stream");
    if (from < 1) {
      throw new IllegalArgumentException("sequences begin at 1, but from is " + from);
    }
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is 1 or more, but was " + limit);
    }
  }

  /**
   * Asks for all of a stream, forwards.
   *
   * @param stream the stream
   * @return the query
   */
  public static StreamQuery of(StreamId stream) {
    return new StreamQuery(stream, 1, Long.MAX_VALUE, false, Long.MAX_VALUE);
  }

  /**
   * Begins at a sequence.
   *
   * @param sequence the first sequence wanted, 1 or more
   * @return a copy
   */
  public StreamQuery from(long sequence) {
    return new StreamQuery(stream, sequence, to, backwards, limit);
  }

  /**
   * Ends at a sequence.
   *
   * @param sequence the last sequence wanted, inclusive
   * @return a copy
   */
  public StreamQuery to(long sequence) {
    return new StreamQuery(stream, from, sequence, backwards, limit);
  }

  /**
   * Asks for the newest first.
   *
   * @return a copy
   */
  public StreamQuery newestFirst() {
    return new StreamQuery(stream, from, to, true, limit);
  }

  /**
   * Bounds the number of events.
   *
   * @param events how many at most, 1 or more
   * @return a copy
   */
  public StreamQuery limit(long events) {
    return new StreamQuery(stream, from, to, backwards, events);
  }
}
