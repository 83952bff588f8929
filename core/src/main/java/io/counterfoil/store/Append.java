package io.counterfoil.store;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for events to be stored at the end of one stream, all or none. Immutable.
 *
 * @param stream the stream
 * @param expected what it must look like
 * @param events the events, in order. With none, an append only checks the expectation, and stores
 *     the outcome of its key if it has one
 * @param key under which the outcome is stored with the events, if any
 * @param rejection the outcome, where it is a "no": then there is a key and no event
 */
public record Append(
    StreamId stream,
    ExpectedVersion expected,
    List<NewEvent> events,
    Optional<CommandKey> key,
    Optional<Rejection> rejection) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there is a rejection together with events, or without a key
   */
  public Append {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(expected, "expected");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(rejection, "rejection");
    events = List.copyOf(events);
    if (rejection.isPresent() && (!events.isEmpty() || key.isEmpty())) {
      throw new IllegalArgumentException("a rejection is stored under a key and without events");
    }
  }

  /**
   * Asks for events that share their metadata, each under a new id: a UUID of version 7, which
   * begins with the time.
   *
   * @param stream the stream
   * @param expected what it must look like
   * @param events the events, in order
   * @param metadata the metadata of each
   * @return the append, without a key
   */
  public static Append of(
      StreamId stream, ExpectedVersion expected, List<? extends Event> events, Metadata metadata) {
    return new Append(
        stream,
        expected,
        events.stream().map(e -> new NewEvent(EventIds.next(), e, metadata)).toList(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Asks for a rejection to be remembered.
   *
   * @param stream the stream that the command was for
   * @param key the command's key
   * @param rejection the "no"
   * @return an append without events
   */
  public static Append rejected(StreamId stream, CommandKey key, Rejection rejection) {
    return new Append(
        stream, ExpectedVersion.any(), List.of(), Optional.of(key), Optional.of(rejection));
  }

  /**
   * Checks a stream without writing to it: for {@link EventStreams#appendAll}.
   *
   * @param stream the stream
   * @param expected what it must look like
   * @return an append without events
   */
  public static Append check(StreamId stream, ExpectedVersion expected) {
    return new Append(stream, expected, List.of(), Optional.empty(), Optional.empty());
  }

  /**
   * Checks that appends can be stored together: no stream comes twice. For authors of stores.
   *
   * @param appends the appends
   * @throws IllegalArgumentException if two of them are for the same stream
   */
  public static void requireApart(List<Append> appends) {
    if (appends.size() == 1) {
      return;
    }
    Set<StreamId> streams = new HashSet<>();
    for (Append append : appends) {
      if (!streams.add(append.stream())) {
        throw new IllegalArgumentException(
            "two appends to be stored together are for the stream "
                + append.stream()
                + "; put their events into one");
      }
    }
  }

  /**
   * Adds a key.
   *
   * @param commandKey the command's key
   * @return a copy with that key
   */
  public Append withKey(CommandKey commandKey) {
    return new Append(stream, expected, events, Optional.of(commandKey), rejection);
  }
}
