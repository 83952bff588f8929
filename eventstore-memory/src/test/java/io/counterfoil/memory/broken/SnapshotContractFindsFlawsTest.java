package io.counterfoil.memory.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.counterfoil.contract.SnapshotStoreContract;
import io.counterfoil.memory.InMemorySnapshotStore;
import io.counterfoil.store.SnapshotStore;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Runs the contract of a snapshot store against stores with one flaw each. */
class SnapshotContractFindsFlawsTest {

  @Test
  void findsAStoreThatKeepsTheLastInsteadOfTheNewest() {
    SuiteRun run = run(FlawedSnapshots.KeepsTheLast::new);

    assertThat(run.failedTests())
        .contains(
            "keepsANewerSnapshotWhenAnOlderOneComesLate", "keepsTheFirstOfTwoWithTheSameSequence");
  }

  @Test
  void findsAStoreThatMixesStateVersions() {
    SuiteRun run = run(FlawedSnapshots.MixesVersions::new);

    assertThat(run.failedTests())
        .contains("keepsStateVersionsApart", "findsNothingThatWasNotSaved");
  }

  @Test
  void findsAStoreThatLetsNoneGo() {
    SuiteRun run = run(sound -> InMemorySnapshotStore.create().keeping(9));

    assertThat(run.failedTests())
        .contains("keepsOneUnlessToldOtherwise", "keepsAsManyAsItWasToldTo");
  }

  @Test
  void findsAStoreThatDiscardsAllOfAStream() {
    SuiteRun run = run(FlawedSnapshots.DiscardsTooMuch::new);

    assertThat(run.failedTests()).containsExactly("discardsOneAndNoOther");
  }

  @Test
  void findsAStoreThatNamesAStreamTwice() {
    SuiteRun run = run(FlawedSnapshots.NamesStreamsTwice::new);

    assertThat(run.failedTests()).containsExactly("handsOnEachStreamOnce");
  }

  private static SuiteRun run(UnaryOperator<SnapshotStore> flaw) {
    Specimen.flaw = flaw;
    try {
      return SuiteRun.of(selectClass(Specimen.class));
    } finally {
      Specimen.flaw = UnaryOperator.identity();
    }
  }

  /** Is sound, except while a test of this class runs it. */
  static class Specimen extends SnapshotStoreContract {
    private static UnaryOperator<SnapshotStore> flaw = UnaryOperator.identity();

    @Override
    protected SnapshotStore emptyStore() {
      return flaw.apply(InMemorySnapshotStore.create());
    }

    @Override
    protected SnapshotStore emptyStoreKeeping(int newest) {
      return flaw.apply(InMemorySnapshotStore.create().keeping(newest));
    }
  }
}
