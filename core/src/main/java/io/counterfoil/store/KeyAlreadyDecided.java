package io.counterfoil.store;

import java.util.Objects;

/**
 * Says that a command of this key has its outcome already. Nothing was stored; the outcome is here.
 */
public final class KeyAlreadyDecided extends EventStoreException {
  private static final long serialVersionUID = 1L;

  private final transient Outcome outcome;

  /**
   * Says what became of the first command.
   *
   * @param outcome the stored outcome
   */
  public KeyAlreadyDecided(Outcome outcome) {
    super(
        "the key '"
            + outcome.key().value()
            + "' of the stream "
            + outcome.stream()
            + " has its outcome already",
        null);
    this.outcome = Objects.requireNonNull(outcome, "outcome");
  }

  /**
   * Returns what became of the first command.
   *
   * @return the stored outcome
   */
  public Outcome outcome() {
    return outcome;
  }
}
