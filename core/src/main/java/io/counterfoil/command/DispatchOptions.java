package io.counterfoil.command;

import io.counterfoil.Metadata;
import io.counterfoil.store.EventIds;
import io.counterfoil.store.RecordedEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Carries what a caller may say of a command beside the command itself. Immutable.
 *
 * @param key the idempotency key: sent again under it, the command gives its first outcome
 * @param commandId the command's own id, which its events name as their causation id; a fresh UUID
 *     unless set
 * @param correlationId the conversation; the command id unless set
 * @param headers further metadata of the events, such as tenant or user
 */
public record DispatchOptions(
    Optional<String> key,
    Optional<String> commandId,
    Optional<String> correlationId,
    Map<String, String> headers) {

  private static final DispatchOptions NONE =
      new DispatchOptions(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

  /** Checks and copies. */
  public DispatchOptions {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(commandId, "commandId");
    Objects.requireNonNull(correlationId, "correlationId");
    headers = Map.copyOf(headers);
  }

  /**
   * Says nothing.
   *
   * @return options in which nothing is set
   */
  public static DispatchOptions none() {
    return NONE;
  }

  /**
   * Sets the idempotency key, and nothing else.
   *
   * @param key unique among the commands for one aggregate, 1 to 255 characters
   * @return options with that key
   */
  public static DispatchOptions key(String key) {
    Objects.requireNonNull(key, "key");
    return new DispatchOptions(Optional.of(key), Optional.empty(), Optional.empty(), Map.of());
  }

  /**
   * Sets the command's own id.
   *
   * @param id at most 255 characters
   * @return a copy with that id
   */
  public DispatchOptions commandId(String id) {
    Objects.requireNonNull(id, "id");
    return new DispatchOptions(key, Optional.of(id), correlationId, headers);
  }

  /**
   * Sets the correlation id.
   *
   * @param id at most 255 characters
   * @return a copy with that id
   */
  public DispatchOptions correlationId(String id) {
    Objects.requireNonNull(id, "id");
    return new DispatchOptions(key, commandId, Optional.of(id), headers);
  }

  /**
   * Says that an event has caused the command: the events of the command belong to the event's
   * conversation, and name the event as their cause. What is set otherwise stays.
   *
   * @param event what has caused the command
   * @return a copy with the event's id as the command's, and the event's correlation id, or its id
   *     where it has none; each unless it is set already
   */
  public DispatchOptions causedBy(RecordedEvent event) {
    String eventId = event.eventId().toString();
    return new DispatchOptions(
        key,
        Optional.of(commandId.orElse(eventId)),
        Optional.of(
            correlationId.orElseGet(() -> event.metadata().correlationId().orElse(eventId))),
        headers);
  }

  /**
   * Adds a header, in place of any of that name.
   *
   * @param name its name
   * @param value its value
   * @return a copy with that header
   */
  public DispatchOptions header(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new DispatchOptions(key, commandId, correlationId, more);
  }

  /** Sets the ids that were left to the bus, so that whoever stands between sees them. */
  DispatchOptions identified() {
    String id = commandId.orElseGet(DispatchOptions::freshId);
    return new DispatchOptions(
        key, Optional.of(id), Optional.of(correlationId.orElse(id)), headers);
  }

  private static String freshId() {
    return EventIds.next().toString();
  }

  Metadata metadata(Instant at) {
    String cause = commandId.orElseGet(DispatchOptions::freshId);
    return new Metadata(Optional.of(correlationId.orElse(cause)), Optional.of(cause), at, headers);
  }
}
