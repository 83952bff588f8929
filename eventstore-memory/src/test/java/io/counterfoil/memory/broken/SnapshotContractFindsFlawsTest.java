package io.counterfoil.memory.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.counterfoil.contract.SnapshotStoreContract;
import io.counterfoil.memory.InMemorySnapshotStore;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Runs the contract of a snapshot store against stores with one flaw each. */
class SnapshotContractFindsFlawsTest {

  @Test
  void findsAStoreThatKeepsTheLastInsteadOfTheNewest() {
    SuiteRun run = run(KeepsTheLast::new);

    assertThat(run.failedTests())
        .contains(
            "keepsANewerSnapshotWhenAnOlderOneComesLate", "keepsTheFirstOfTwoWithTheSameSequence");
  }

  @Test
  void findsAStoreThatMixesStateVersions() {
    SuiteRun run = run(() -> new MixesVersions(InMemorySnapshotStore.create()));

    assertThat(run.failedTests())
        .contains("keepsStateVersionsApart", "findsNothingThatWasNotSaved");
  }

  private static SuiteRun run(Supplier<SnapshotStore> flawed) {
    Specimen.store = flawed;
    try {
      return SuiteRun.of(selectClass(Specimen.class));
    } finally {
      Specimen.store = InMemorySnapshotStore::create;
    }
  }

  /** Is sound, except while a test of this class runs it. */
  static class Specimen extends SnapshotStoreContract {
    private static Supplier<SnapshotStore> store = InMemorySnapshotStore::create;

    @Override
    protected SnapshotStore emptyStore() {
      return store.get();
    }
  }

  /** What is saved replaces what was there, whichever is newer. */
  private static final class KeepsTheLast implements SnapshotStore {
    private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();

    @Override
    public Optional<Snapshot> newest(StreamId stream, int stateVersion) {
      return Optional.ofNullable(snapshots.get(stream + ":" + stateVersion));
    }

    @Override
    public void save(Snapshot snapshot) {
      snapshots.put(snapshot.stream() + ":" + snapshot.stateVersion(), snapshot);
    }

    @Override
    public void delete(StreamId stream) {
      snapshots.values().removeIf(snapshot -> snapshot.stream().equals(stream));
    }
  }

  /** The schema version of a state is not looked at. */
  private record MixesVersions(SnapshotStore sound) implements SnapshotStore {
    @Override
    public Optional<Snapshot> newest(StreamId stream, int stateVersion) {
      return sound.newest(stream, 1);
    }

    @Override
    public void save(Snapshot snapshot) {
      sound.save(
          new Snapshot(
              snapshot.stream(), 1, snapshot.sequence(), snapshot.lastEventId(), snapshot.state()));
    }

    @Override
    public void delete(StreamId stream) {
      sound.delete(stream);
    }
  }
}
