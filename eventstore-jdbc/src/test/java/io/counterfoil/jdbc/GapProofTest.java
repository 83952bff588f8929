package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class GapProofTest {
  private static final LockHolder WRITER = new LockHolder("3/17", 4711);
  private static final LockHolder LATER_WRITER = new LockHolder("4/9", 4712);
  private static final LockHolder PREPARED = new LockHolder("-1/800", 0);
  private static final LockHolder OTHER_PREPARED = new LockHolder("-1/700", 0);

  private static LockListing listing(LockHolder... holders) {
    return new LockListing("server", "now", Set.of(holders));
  }

  @Test
  void isCompleteOnceAllHoldersHaveGone() {
    GapProof proof = new GapProof(10, listing(WRITER, OTHER_PREPARED));

    assertThat(proof.isComplete()).isFalse();
    assertThat(proof.seenAgain(listing(WRITER, LATER_WRITER)).isComplete()).isFalse();
    assertThat(proof.seenAgain(listing(LATER_WRITER)).isComplete()).isTrue();
  }

  @Test
  void waitsForAHolderThatWasPreparedBetweenTwoListings() {
    GapProof proof = new GapProof(10, listing(WRITER)).seenAgain(listing(PREPARED));

    assertThat(proof.isComplete()).isFalse();
    assertThat(proof.seenAgain(listing()).isComplete()).isTrue();
  }

  @Test
  void waitsForAPreparedHolderThatAListingShowedUnderBothItsNames() {
    GapProof proof =
        new GapProof(10, listing(WRITER))
            .seenAgain(listing(WRITER, PREPARED))
            .seenAgain(listing(PREPARED));

    assertThat(proof.isComplete()).isFalse();
    assertThat(proof.seenAgain(listing()).isComplete()).isTrue();
  }

  @Test
  void doesNotWaitForWhatIsPreparedAfterAPreparedHolderHasGone() {
    GapProof proof = new GapProof(10, listing(OTHER_PREPARED));

    assertThat(proof.seenAgain(listing(PREPARED)).isComplete()).isTrue();
  }
}
