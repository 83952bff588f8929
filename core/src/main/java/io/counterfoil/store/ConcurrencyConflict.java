package io.counterfoil.store;

import java.util.Objects;

/** Says that a stream was not as an append expected it. Nothing was stored. */
public final class ConcurrencyConflict extends EventStoreException {
  private static final long serialVersionUID = 1L;

  private final transient StreamId stream;
  private final transient ExpectedVersion expected;
  private final long actual;

  /**
   * Says what was expected and what was there.
   *
   * @param stream the stream
   * @param expected what the append expected
   * @param actual the sequence of the stream's last event; 0 when it has none
   */
  public ConcurrencyConflict(StreamId stream, ExpectedVersion expected, long actual) {
    super(
        "the stream "
            + stream
            + (actual == 0 ? " has no events" : " ends at sequence " + actual)
            + ", but the append expected: "
            + expected,
        null);
    this.stream = Objects.requireNonNull(stream, "stream");
    this.expected = Objects.requireNonNull(expected, "expected");
    this.actual = actual;
  }

  /**
   * Returns the stream.
   *
   * @return the stream
   */
  public StreamId stream() {
    return stream;
  }

  /**
   * Returns what the append expected.
   *
   * @return what the append expected
   */
  public ExpectedVersion expected() {
    return expected;
  }

  /**
   * Returns what was there.
   *
   * @return the sequence of the stream's last event; 0 when it has none
   */
  public long actual() {
    return actual;
  }
}
