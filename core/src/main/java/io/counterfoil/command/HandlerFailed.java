package io.counterfoil.command;

import io.counterfoil.store.CommandKey;
import io.counterfoil.store.StreamId;
import java.util.Optional;

/**
 * Says that a command's handler, or the fold of an event that it answered with, broke down: threw
 * something that is no {@link io.counterfoil.CommandRejected}. Nothing was stored, and the
 * command's key is not used up. What was thrown is the cause; only its class is part of the
 * message, since its own may tell what the command holds.
 */
public final class HandlerFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient StreamId stream;
  private final Class<?> commandType;
  private final transient Optional<String> key;

  HandlerFailed(Dispatch<?, ?, ?> dispatch, String what, Throwable cause) {
    super(
        what
            + " of '"
            + dispatch.stream().aggregateType()
            + "' for "
            + dispatch.command().getClass().getName()
            + " threw "
            + cause.getClass().getName()
            + " (aggregate "
            + dispatch.stream().aggregateId()
            + dispatch.keyText().map(text -> ", key " + text).orElse("")
            + ")",
        cause);
    this.stream = dispatch.stream();
    this.commandType = dispatch.command().getClass();
    this.key = dispatch.key().map(CommandKey::value);
  }

  /**
   * Returns which aggregate the command was for.
   *
   * @return the aggregate's stream
   */
  public StreamId stream() {
    return stream;
  }

  /**
   * Returns the command's class.
   *
   * @return the command's class
   */
  public Class<?> commandType() {
    return commandType;
  }

  /**
   * Returns the command's idempotency key.
   *
   * @return the key, if it has one
   */
  public Optional<String> key() {
    return key;
  }
}
