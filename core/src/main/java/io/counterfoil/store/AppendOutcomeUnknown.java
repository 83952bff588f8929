package io.counterfoil.store;

import java.util.List;

/**
 * Says that nobody knows whether an append was stored: the connection was lost after it was sent
 * and before the answer came. A look-up proves nothing while the database may still be working on
 * it; appending again under the same key settles it.
 */
public final class AppendOutcomeUnknown extends EventStoreException {
  private static final long serialVersionUID = 1L;

  private final transient List<StreamId> streams;

  /**
   * Says which append is in doubt.
   *
   * @param stream the stream that the append was for
   * @param cause what the database or its driver said
   */
  public AppendOutcomeUnknown(StreamId stream, Throwable cause) {
    this(List.of(stream), cause);
  }

  /**
   * Says which append to several streams is in doubt.
   *
   * @param streams the streams that it was for
   * @param cause what the database or its driver said
   */
  public AppendOutcomeUnknown(List<StreamId> streams, Throwable cause) {
    super(
        "the connection was lost while events were appended to "
            + (streams.size() == 1 ? streams.get(0) : streams)
            + "; they may or may not be stored. Send the command again under the same key; without one,"
            + " append the same events with the same ids again: a DuplicateEventId then says that"
            + " they were stored",
        cause);
    this.streams = List.copyOf(streams);
  }

  /**
   * Returns the stream that the append was for.
   *
   * @return the stream, or the first of several
   */
  public StreamId stream() {
    return streams.get(0);
  }

  /**
   * Returns all streams that the append was for.
   *
   * @return one or more streams
   */
  public List<StreamId> streams() {
    return streams;
  }
}
