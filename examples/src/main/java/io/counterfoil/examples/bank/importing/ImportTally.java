package io.counterfoil.examples.bank.importing;

import java.util.Objects;
import java.util.Optional;

/**
 * Tells what became of the rows of a file. Immutable.
 *
 * @param accepted how many were booked now
 * @param rejected how many were refused now
 * @param skipped how many had their outcome, whatever it was, from an earlier import
 * @param malformed the row that ended the import early, if one did
 */
public record ImportTally(
    long accepted, long rejected, long skipped, Optional<MalformedRow> malformed) {

  /** Checks that nothing is null. */
  public ImportTally {
    Objects.requireNonNull(malformed, "malformed");
  }

  /**
   * Adds up.
   *
   * @return how many rows have an outcome
   */
  public long rows() {
    return accepted + rejected + skipped;
  }
}
