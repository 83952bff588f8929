package io.counterfoil.contract.torture;

import java.util.Map;

/**
 * Says how a round went.
 *
 * @param name of the round, with its seed
 * @param committed how many events stand in the store
 * @param rolledBack how many events were rolled back, or refused
 * @param given how many events all readers were given together
 * @param lives how often a reader joined
 * @param flaws what is wrong, and how often; empty if all is well
 * @param description the first flaws, each with the history around it
 */
public record Verdict(
    String name,
    long committed,
    long rolledBack,
    long given,
    long lives,
    Map<Flaw, Long> flaws,
    String description) {

  /** Copies. */
  public Verdict {
    flaws = Map.copyOf(flaws);
  }

  /**
   * Counts flaws of one kind.
   *
   * @param flaw the kind
   * @return how many there are
   */
  public long count(Flaw flaw) {
    return flaws.getOrDefault(flaw, 0L);
  }

  /**
   * Fails unless all is well.
   *
   * @throws AssertionError with the seed, the flaws and the history around the first of them
   */
  public void requireFlawless() {
    if (!flaws.isEmpty()) {
      throw new AssertionError(this + "\n" + description);
    }
  }

  /** Gives the figures in one line. */
  @Override
  public String toString() {
    return String.format(
        "%s: %,d events committed, %,d rolled back, %,d given to readers that joined %,d times;"
            + " %,d lost, %,d doubled%s",
        name,
        committed,
        rolledBack,
        given,
        lives,
        count(Flaw.LOST),
        count(Flaw.DOUBLED),
        flaws.isEmpty() ? "" : "; flaws " + flaws);
  }
}
