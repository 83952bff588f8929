package io.counterfoil.jdbc;

import java.util.HashSet;
import java.util.Set;

/**
 * Waits for the transactions that could still fill a gap in the positions.
 *
 * <p>An insert holds its lock on the table from before it draws a number until its transaction has
 * ended and its rows are visible. So whoever may still fill a number at or below the {@code fence},
 * which was visible before the locks were listed, is among the {@code holders}; once all of those
 * have gone, what is then missing up to the fence was rolled back. Later numbers may belong to
 * transactions that came after the listing: nothing is said about them. Immutable.
 *
 * @param fence the highest position that was visible before the holders were listed
 * @param holders who may still fill a gap up to there
 * @param first the listing that this proof began with
 */
record GapProof(long fence, Set<LockHolder> holders, LockListing first) {

  GapProof(long fence, LockListing listing) {
    this(fence, listing.holders(), listing);
  }

  boolean isComplete() {
    return holders.isEmpty();
  }

  /** A server that was started anew has other holders under the same names. */
  boolean isOfAnotherServerThan(LockListing listing) {
    return !first.server().equals(listing.server());
  }

  /** Keeps those holders that are still there. */
  GapProof seenAgain(LockListing now) {
    Set<LockHolder> remaining = new HashSet<>(holders);
    remaining.retainAll(now.holders());
    boolean mayBePrepared =
        holders.stream().anyMatch(holder -> !holder.isPrepared() && !remaining.contains(holder));
    if (mayBePrepared) {
      // One that has gone may have been prepared for two-phase commit: then it goes on, without a
      // process and under another name. A listing in between may have shown both names, so only
      // what was prepared from the beginning is known to be another's.
      now.holders().stream()
          .filter(holder -> holder.isPrepared() && !first.holders().contains(holder))
          .forEach(remaining::add);
    }
    return new GapProof(fence, remaining, first);
  }
}
