package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests all that a {@link SnapshotStore} promises. Whoever writes one extends this class, and says
 * how to make an empty store; it is called once for each test.
 */
public abstract class SnapshotStoreContract {
  private static final StreamId STREAM = new StreamId("order", "o-1");

  private SnapshotStore store;

  /** Has nothing to do; a store's class brings its own state. */
  protected SnapshotStoreContract() {}

  /**
   * Makes a store without snapshots that keeps one of each stream and schema version.
   *
   * @return the store
   */
  protected abstract SnapshotStore emptyStore();

  /**
   * Makes a store without snapshots that keeps more than one.
   *
   * @param newest how many of each stream and schema version
   * @return the store
   */
  protected abstract SnapshotStore emptyStoreKeeping(int newest);

  @BeforeEach
  void openStore() {
    store = emptyStore();
  }

  @Test
  void findsNothingThatWasNotSaved() {
    store.save(snapshot(STREAM, 1, 5));

    assertThat(store.newest(STREAM, 2)).isEmpty();
    assertThat(store.newest(new StreamId("order", "o-2"), 1)).isEmpty();
    assertThat(store.newest(new StreamId("invoice", "o-1"), 1)).isEmpty();
  }

  @Test
  void givesBackWhatWasSaved() {
    String state = "{\"text\":\"\\\" ' \u20ac \uD83D\uDE00\",\"rate\":1.10}";
    Snapshot saved = new Snapshot(STREAM, 3, Long.MAX_VALUE, UUID.randomUUID(), state);

    store.save(saved);

    assertThat(store.newest(STREAM, 3)).contains(saved);
  }

  @Test
  void keepsAStateOfOneMebibyte() {
    String state = '"' + "0123456789abcde\u20ac".repeat(1 << 16) + '"';

    store.save(new Snapshot(STREAM, 1, 1, UUID.randomUUID(), state));

    assertThat(store.newest(STREAM, 1).orElseThrow().state().equals(state)).isTrue();
  }

  @Test
  void replacesAnOlderSnapshot() {
    Snapshot newer = snapshot(STREAM, 1, 6);
    store.save(snapshot(STREAM, 1, 5));

    store.save(newer);

    assertThat(store.newest(STREAM, 1)).contains(newer);
  }

  @Test
  void keepsTheFirstOfTwoWithTheSameSequence() {
    Snapshot first = snapshot(STREAM, 1, 5);
    store.save(first);

    store.save(snapshot(STREAM, 1, 5));

    assertThat(store.newest(STREAM, 1)).contains(first);
  }

  @Test
  void keepsANewerSnapshotWhenAnOlderOneComesLate() {
    Snapshot newer = snapshot(STREAM, 1, 6);
    store.save(newer);

    store.save(snapshot(STREAM, 1, 5));

    assertThat(store.newest(STREAM, 1)).contains(newer);
  }

  @Test
  void keepsStateVersionsApart() {
    Snapshot one = snapshot(STREAM, 1, 9);
    Snapshot two = snapshot(STREAM, 2, 5);

    store.save(one);
    store.save(two);

    assertThat(store.newest(STREAM, 1)).contains(one);
    assertThat(store.newest(STREAM, 2)).contains(two);
  }

  @Test
  void keepsStreamsApart() {
    List<StreamId> streams =
        List.of(
            STREAM,
            new StreamId("invoice", "o-1"),
            new StreamId("order", "O-1"),
            new StreamId("order", "o-1 "),
            new StreamId("order", "o-\uD83D\uDE00"),
            new StreamId("order", "o-\uD83D\uDE01"),
            new StreamId("x".repeat(255), "\u20ac".repeat(255)));
    List<Snapshot> snapshots = streams.stream().map(stream -> snapshot(stream, 1, 5)).toList();

    snapshots.forEach(store::save);

    for (Snapshot snapshot : snapshots) {
      assertThat(store.newest(snapshot.stream(), 1)).contains(snapshot);
    }
  }

  @Test
  void deletesEveryVersionOfAStreamAndNoOther() {
    Snapshot other = snapshot(new StreamId("order", "O-1"), 1, 5);
    store.save(snapshot(STREAM, 1, 5));
    store.save(snapshot(STREAM, 2, 5));
    store.save(other);

    store.delete(STREAM);
    store.delete(new StreamId("order", "never there"));

    assertThat(store.newest(STREAM, 1)).isEmpty();
    assertThat(store.newest(STREAM, 2)).isEmpty();
    assertThat(store.newest(other.stream(), 1)).contains(other);
  }

  @Test
  void savesAgainAfterADeletion() {
    Snapshot later = snapshot(STREAM, 1, 3);
    store.save(snapshot(STREAM, 1, 5));
    store.delete(STREAM);

    store.save(later);

    assertThat(store.newest(STREAM, 1)).contains(later);
  }

  @Test
  void keepsTheNewestWhenManyThreadsSave() throws Exception {
    for (int round = 1; round <= 10; round++) {
      int version = round;
      List<Snapshot> saved =
          Race.of(
              16,
              thread -> {
                Snapshot snapshot = snapshot(STREAM, version, thread * 7L % 16 + 1);
                store.save(snapshot);
                return snapshot;
              });

      assertThat(store.newest(STREAM, version))
          .contains(saved.stream().filter(s -> s.sequence() == 16).findFirst().orElseThrow());
    }
  }

  @Test
  void findsTheNewestBelowASequence() {
    SnapshotStore three = emptyStoreKeeping(3);
    List<Snapshot> kept =
        List.of(snapshot(STREAM, 1, 3), snapshot(STREAM, 1, 7), snapshot(STREAM, 1, 5));
    kept.forEach(three::save);
    three.save(snapshot(STREAM, 2, 6));

    assertThat(three.newest(STREAM, 1)).contains(kept.get(1));
    assertThat(three.newestBelow(STREAM, 1, 7)).contains(kept.get(2));
    assertThat(three.newestBelow(STREAM, 1, 5)).contains(kept.get(0));
    assertThat(three.newestBelow(STREAM, 1, 3)).isEmpty();
  }

  @Test
  void keepsAsManyAsItWasToldTo() {
    SnapshotStore two = emptyStoreKeeping(2);
    two.save(snapshot(STREAM, 2, 1));
    for (long sequence : new long[] {3, 9, 5, 7, 4}) {
      two.save(snapshot(STREAM, 1, sequence));
    }

    assertThat(two.newest(STREAM, 1)).map(Snapshot::sequence).contains(9L);
    assertThat(two.newestBelow(STREAM, 1, 9)).map(Snapshot::sequence).contains(7L);
    assertThat(two.newestBelow(STREAM, 1, 7)).isEmpty();
    assertThat(two.newest(STREAM, 2)).map(Snapshot::sequence).contains(1L);
  }

  @Test
  void keepsOneUnlessToldOtherwise() {
    store.save(snapshot(STREAM, 1, 3));
    store.save(snapshot(STREAM, 1, 5));

    assertThat(store.newestBelow(STREAM, 1, 5)).isEmpty();
  }

  @Test
  void discardsOneAndNoOther() {
    SnapshotStore two = emptyStoreKeeping(2);
    two.save(snapshot(STREAM, 1, 3));
    two.save(snapshot(STREAM, 1, 5));
    two.save(snapshot(STREAM, 2, 5));

    two.discard(STREAM, 1, 5);
    two.discard(STREAM, 1, 4);
    two.discard(new StreamId("order", "never there"), 1, 3);

    assertThat(two.newest(STREAM, 1)).map(Snapshot::sequence).contains(3L);
    assertThat(two.newest(STREAM, 2)).map(Snapshot::sequence).contains(5L);
  }

  @Test
  void deletesAll() {
    store.save(snapshot(STREAM, 1, 3));
    store.save(snapshot(new StreamId("invoice", "i-1"), 2, 5));

    store.deleteAll();
    store.deleteAll();

    assertThat(store.newest(STREAM, 1)).isEmpty();
    assertThat(streams()).isEmpty();
  }

  @Test
  void handsOnEachStreamOnce() {
    Set<StreamId> saved = new HashSet<>();
    for (int i = 0; i < 1_100; i++) {
      StreamId stream = new StreamId("order", "o-" + i);
      store.save(snapshot(stream, 1, 3));
      saved.add(stream);
    }
    StreamId odd = new StreamId("Order", "\uD83D\uDE00 \u20ac");
    store.save(snapshot(odd, 1, 3));
    store.save(snapshot(odd, 2, 3));
    saved.add(odd);

    assertThat(streams()).containsExactlyInAnyOrderElementsOf(saved);
  }

  private List<StreamId> streams() {
    List<StreamId> streams = new ArrayList<>();
    store.readStreams(streams::add);
    return streams;
  }

  private static Snapshot snapshot(StreamId stream, int version, long sequence) {
    UUID event = UUID.randomUUID();
    return new Snapshot(stream, version, sequence, event, "{\"of\":\"" + event + "\"}");
  }
}
