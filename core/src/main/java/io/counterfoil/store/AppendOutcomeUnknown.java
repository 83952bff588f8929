package io.counterfoil.store;

import java.util.Objects;

/**
 * Says that nobody knows whether an append was stored: the connection was lost after it was sent
 * and before the answer came. A look-up proves nothing while the database may still be working on
 * it; appending again under the same key settles it.
 */
public final class AppendOutcomeUnknown extends EventStoreException {
  private static final long serialVersionUID = 1L;

  private final transient StreamId stream;

  /**
   * Says which append is in doubt.
   *
   * @param stream the stream that the append was for
   * @param cause what the database or its driver said
   */
  public AppendOutcomeUnknown(StreamId stream, Throwable cause) {
    super(
        "the connection was lost while events were appended to "
            + stream
            + "; they may or may not be stored. Send the command again under the same key",
        cause);
    this.stream = Objects.requireNonNull(stream, "stream");
  }

  /**
   * Returns the stream that the append was for.
   *
   * @return the stream that the append was for
   */
  public StreamId stream() {
    return stream;
  }
}
