package io.counterfoil.store;

/**
 * Says what an append expects of its stream. Where the stream differs, the append is a {@link
 * ConcurrencyConflict} and stores nothing. Immutable.
 */
public sealed interface ExpectedVersion {

  /**
   * Expects nothing: the events go behind whatever is there.
   *
   * @return the expectation
   */
  static ExpectedVersion any() {
    return Any.ANY;
  }

  /**
   * Expects that the stream has no events.
   *
   * @return the expectation
   */
  static ExpectedVersion none() {
    return new Exactly(0);
  }

  /**
   * Expects that the stream has at least one event.
   *
   * @return the expectation
   */
  static ExpectedVersion exists() {
    return Exists.EXISTS;
  }

  /**
   * Expects that the stream ends at a sequence: neither before nor behind it.
   *
   * @param sequence the sequence of the last event; 0 is the same as {@link #none()}
   * @return the expectation
   * @throws IllegalArgumentException if the sequence is negative
   */
  static ExpectedVersion exactly(long sequence) {
    return new Exactly(sequence);
  }

  /**
   * Tells whether a stream meets the expectation.
   *
   * @param head the sequence of the stream's last event; 0 when it has none
   * @return true if it does
   */
  boolean isMetBy(long head);

  /** Expects nothing. */
  enum Any implements ExpectedVersion {
    /** The only one. */
    ANY;

    @Override
    public boolean isMetBy(long head) {
      return true;
    }

    @Override
    public String toString() {
      return "any";
    }
  }

  /** Expects at least one event. */
  enum Exists implements ExpectedVersion {
    /** The only one. */
    EXISTS;

    @Override
    public boolean isMetBy(long head) {
      return head > 0;
    }

    @Override
    public String toString() {
      return "exists";
    }
  }

  /**
   * Expects an exact end.
   *
   * @param sequence the sequence of the last event; 0 when there must be none
   */
  record Exactly(long sequence) implements ExpectedVersion {

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the sequence is negative
     */
    public Exactly {
      if (sequence < 0) {
        throw new IllegalArgumentException("a sequence is not negative, but was " + sequence);
      }
    }

    @Override
    public boolean isMetBy(long head) {
      return head == sequence;
    }

    @Override
    public String toString() {
      return sequence == 0 ? "none" : "exactly " + sequence;
    }
  }
}
