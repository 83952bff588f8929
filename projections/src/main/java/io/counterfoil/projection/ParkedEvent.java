package io.counterfoil.projection;

import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Names an event that a read model has set aside: one that could not be applied, or a later one of
 * the same stream, which must not be applied before it. The event itself stays in the log.
 * Immutable.
 *
 * @param stream its stream
 * @param sequence its place in its stream
 * @param position its place in the log
 * @param type the logical name that it is stored with
 * @param attempts how often it was tried; 0 if it only waits behind another one
 * @param reason why it could not be applied: the step, the class of the failure and the place in
 *     the application; empty if it only waits behind another one
 * @param stack the stack trace of the failure, with its messages, which may quote rows; cut to
 *     {@value #LONGEST_STACK} characters. Empty if it only waits
 * @param at when it was parked, or last tried
 */
public record ParkedEvent(
    StreamId stream,
    long sequence,
    long position,
    String type,
    int attempts,
    Optional<String> reason,
    Optional<String> stack,
    Instant at) {

  /** The characters of a stack trace that are kept at most. */
  public static final int LONGEST_STACK = 20_000;

  /** The characters of a reason that are kept at most. */
  public static final int LONGEST_REASON = 4_000;

  /** Checks that nothing is null, and cuts what is too long. */
  public ParkedEvent {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(at, "at");
    reason = reason.map(text -> storable(text, LONGEST_REASON));
    stack = stack.map(text -> storable(text, LONGEST_STACK));
  }

  /**
   * Describes an event that could not be applied.
   *
   * @param event the event
   * @param failure why
   * @return what is parked
   */
  static ParkedEvent failed(RecordedEvent event, ProjectionFailure failure) {
    return of(
        event,
        failure.attempts(),
        Optional.of(failure.withoutEvent()),
        Optional.of(stackOf(failure.cause())),
        failure.at());
  }

  /**
   * Describes an event that waits behind another one of its stream.
   *
   * @param event the event
   * @param now when it was parked
   * @return what is parked
   */
  public static ParkedEvent behind(RecordedEvent event, Instant now) {
    return of(event, 0, Optional.empty(), Optional.empty(), now);
  }

  private static ParkedEvent of(
      RecordedEvent event,
      int attempts,
      Optional<String> reason,
      Optional<String> stack,
      Instant at) {
    return new ParkedEvent(
        event.stream(),
        event.sequence(),
        event.position(),
        event.type(),
        attempts,
        reason,
        stack,
        at);
  }

  private static String stackOf(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** Not every database keeps the character zero. */
  private static String storable(String text, int longest) {
    String clean = text.replace('\0', '\uFFFD');
    return clean.length() <= longest ? clean : clean.substring(0, longest);
  }

  /** Names the event, where it stands and why, for people; not the messages of a failure. */
  @Override
  public String toString() {
    return type
        + "["
        + stream
        + " #"
        + sequence
        + " @"
        + position
        + "]"
        + reason
            .map(why -> ", tried " + (attempts == 1 ? "once" : attempts + " times") + ", " + why)
            .orElse(", behind another one");
  }
}
