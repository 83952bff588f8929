package io.counterfoil.command;

import io.counterfoil.store.CommandKey;
import io.counterfoil.store.StreamId;
import java.util.Objects;

/**
 * Says that an idempotency key came with another command than the first time. Nothing was stored.
 */
public final class KeyReused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient StreamId stream;
  private final String key;

  KeyReused(StreamId stream, CommandKey key) {
    super(
        "the key '"
            + key.value()
            + "' of the stream "
            + stream
            + " belongs to another command; a key names one command");
    this.stream = Objects.requireNonNull(stream, "stream");
    this.key = key.value();
  }

  /**
   * Returns the stream that the command was for.
   *
   * @return the stream that the command was for
   */
  public StreamId stream() {
    return stream;
  }

  /**
   * Returns the key.
   *
   * @return the key
   */
  public String key() {
    return key;
  }
}
