package io.counterfoil.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for the outcomes of keyed commands that were decided on what lies up to a position.
 * Immutable.
 *
 * @param to the position; an outcome counts when the last event of its stream that it knows of lies
 *     there or before, or when it knows of none
 * @param aggregateTypes the aggregate types wanted; empty means all
 * @param stream the stream wanted; empty means all
 */
public record OutcomeQuery(long to, Set<String> aggregateTypes, Optional<StreamId> stream) {

  /** The order in which stores hand on outcomes: by stream and key, compared by code points. */
  public static final Comparator<Outcome> ORDER =
      Comparator.<Outcome, byte[]>comparing(
              outcome -> utf8(outcome.stream().aggregateType()), Arrays::compareUnsigned)
          .thenComparing(outcome -> utf8(outcome.stream().aggregateId()), Arrays::compareUnsigned)
          .thenComparing(outcome -> utf8(outcome.key().value()), Arrays::compareUnsigned);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Copies. */
  public OutcomeQuery {
    aggregateTypes = Set.copyOf(aggregateTypes);
    Objects.requireNonNull(stream, "stream");
  }

  /**
   * Asks for the outcomes of all streams.
   *
   * @param position the position up to which they were decided
   * @return the query
   */
  public static OutcomeQuery to(long position) {
    return new OutcomeQuery(position, Set.of(), Optional.empty());
  }

  /**
   * Chooses streams as a filter of events does.
   *
   * @param filter its aggregate types and its stream count; whatever else it asks does not
   * @return a copy
   */
  public OutcomeQuery streamsOf(EventFilter filter) {
    return new OutcomeQuery(to, filter.aggregateTypes(), filter.stream());
  }

  /**
   * Tells whether the outcomes of a stream are wanted, wherever its events lie.
   *
   * @param candidate a stream
   * @return true if so
   */
  public boolean accepts(StreamId candidate) {
    return (aggregateTypes.isEmpty() || aggregateTypes.contains(candidate.aggregateType()))
        && stream.map(candidate::equals).orElse(true);
  }
}
