package io.counterfoil.store;

import java.util.List;

/**
 * Says that the caller's transaction, in which an append took part, cannot go on: others came
 * first, and the database has given the transaction up or will do so. Roll it back and repeat it
 * from its beginning. Nothing was stored. Where this comes again and again although nobody else is
 * at work, an event id is taken: a savepoint before the append tells.
 */
public final class TransactionDoomed extends EventStoreException {
  private static final long serialVersionUID = 1L;

  private final transient List<StreamId> streams;

  /**
   * Says which append met others.
   *
   * @param streams the streams that it was for
   * @param cause what the database said
   */
  public TransactionDoomed(List<StreamId> streams, Throwable cause) {
    super(
        "others came first while events were appended to "
            + streams
            + " in the caller's transaction, which cannot go on; roll it back and repeat it",
        cause);
    this.streams = List.copyOf(streams);
  }

  /**
   * Returns the streams that the append was for.
   *
   * @return one or more streams
   */
  public List<StreamId> streams() {
    return streams;
  }
}
