package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a load hands on: the snapshot, the events from it on, the outcome of the key. */
abstract class LoadContract extends StoreSuite {
  private static final CommandKey KEY = new CommandKey("row-17", "fingerprint");
  private static final LoadQuery ALL = LoadQuery.of(STREAM);

  private SnapshotStore snapshots;

  /** Makes an empty snapshot store that goes with the event store made last. */
  abstract SnapshotStore emptySnapshots();

  @BeforeEach
  void openSnapshots() {
    snapshots = emptySnapshots();
  }

  @Test
  void handsOnNothingOfAStreamWithoutEvents() {
    append(OTHER, counted(1));

    Load load = load(ALL.snapshot(snapshots, 1).key(KEY.value()));

    assertThat(load).isEqualTo(new Load(List.of(), Optional.empty()));
  }

  @Test
  void handsOnAllEventsWithoutASnapshot() {
    givenEvents(5);

    assertThat(load(ALL)).isEqualTo(new Load(events(1, 5), Optional.empty()));
    assertThat(load(ALL.snapshot(snapshots, 1)))
        .isEqualTo(new Load(events(1, 5), Optional.empty()));
  }

  @Test
  void handsOnTheEventsFromASequence() {
    givenEvents(5);

    assertThat(load(ALL.from(4)).handed()).isEqualTo(events(4, 5));
    assertThat(load(ALL.from(5)).handed()).isEqualTo(events(5, 5));
    assertThat(load(ALL.from(6)).handed()).isEmpty();
    assertThat(load(ALL.from(Long.MAX_VALUE)).handed()).isEmpty();
  }

  /** The snapshot's own last event comes again, to tell whether it is of this history. */
  @Test
  void handsOnTheSnapshotAndThenTheEventsFromItsLastOneOn() {
    givenEvents(5);
    givenSnapshot(3, 1);

    assertThat(load(ALL.snapshot(snapshots, 1)).handed())
        .containsExactly("snapshot 3", "3", "4", "5");
  }

  @Test
  void handsOnASnapshotAsItWasKept() {
    givenEvents(2);
    Snapshot kept =
        new Snapshot(
            STREAM, 1, 2, UUID.randomUUID(), "{\"text\":\"\u20ac \uD83D\uDE00 'x' \\\\\"}");
    snapshots.save(kept);
    List<Snapshot> handed = new ArrayList<>();

    store.load(ALL.snapshot(snapshots, 1), handed::add, event -> {});

    assertThat(handed).containsExactly(kept);
  }

  @Test
  void handsOnTheLastEventOnlyWhereTheSnapshotIsTheNewest() {
    givenEvents(5);
    givenSnapshot(3, 1);
    givenSnapshot(5, 1);

    assertThat(load(ALL.snapshot(snapshots, 1)).handed()).containsExactly("snapshot 5", "5");
  }

  @Test
  void beginsWhereTheQueryOrTheSnapshotGoesFurther() {
    givenEvents(5);
    givenSnapshot(3, 1);

    assertThat(load(ALL.snapshot(snapshots, 1).from(2)).handed())
        .containsExactly("snapshot 3", "3", "4", "5");
    assertThat(load(ALL.snapshot(snapshots, 1).from(4)).handed())
        .containsExactly("snapshot 3", "4", "5");
    assertThat(load(ALL.snapshot(snapshots, 1).from(9)).handed()).containsExactly("snapshot 3");
  }

  @Test
  void looksForNoSnapshotUnlessAsked() {
    givenEvents(3);
    givenSnapshot(2, 1);

    assertThat(load(ALL).handed()).isEqualTo(events(1, 3));
  }

  @Test
  void ignoresASnapshotOfAnotherStateVersionOrStream() {
    givenEvents(5);
    givenSnapshot(3, 1);
    snapshots.save(new Snapshot(OTHER, 2, 4, UUID.randomUUID(), "{}"));
    snapshots.save(new Snapshot(new StreamId("Order", "o-1"), 2, 4, UUID.randomUUID(), "{}"));

    assertThat(load(ALL.snapshot(snapshots, 2)).handed()).isEqualTo(events(1, 5));
    givenSnapshot(2, 2);
    assertThat(load(ALL.snapshot(snapshots, 2)).handed()).startsWith("snapshot 2", "2", "3");
    assertThat(load(ALL.snapshot(snapshots, 1)).handed()).startsWith("snapshot 3", "3", "4");
  }

  @Test
  void handsOnASnapshotThatIsAheadOfTheStreamAlone() {
    givenEvents(5);
    snapshots.save(new Snapshot(STREAM, 1, 50, UUID.randomUUID(), "{}"));

    assertThat(load(ALL.snapshot(snapshots, 1)).handed()).containsExactly("snapshot 50");
  }

  @Test
  void handsOnASnapshotOfAStreamThatHasNoEvents() {
    snapshots.save(new Snapshot(STREAM, 1, 5, UUID.randomUUID(), "{}"));

    assertThat(load(ALL.snapshot(snapshots, 1)).handed()).containsExactly("snapshot 5");
  }

  @Test
  void findsTheOutcomeOfTheKey() {
    givenEvents(2);
    store.append(appendOf(STREAM, ExpectedVersion.exactly(2), counted(3), counted(4)).withKey(KEY));
    append(STREAM, counted(5));
    givenSnapshot(5, 1);
    Outcome outcome = new Outcome(STREAM, KEY, 2, 4, Optional.empty());

    assertThat(load(ALL.key(KEY.value()))).isEqualTo(new Load(events(1, 5), Optional.of(outcome)));
    assertThat(load(ALL.snapshot(snapshots, 1).key(KEY.value())).outcome()).contains(outcome);
    assertThat(load(ALL.from(9).key(KEY.value())).outcome()).contains(outcome);
    assertThat(load(ALL.key("row-18")).outcome()).isEmpty();
    assertThat(load(LoadQuery.of(OTHER).key(KEY.value())).outcome()).isEmpty();
    assertThat(load(ALL).outcome()).isEmpty();
  }

  @Test
  void findsTheOutcomeOfAKeyOnAStreamWithoutEvents() {
    store.append(appendOf(STREAM, ExpectedVersion.none()).withKey(KEY));

    assertThat(load(ALL.snapshot(snapshots, 1).key(KEY.value())))
        .isEqualTo(
            new Load(List.of(), Optional.of(new Outcome(STREAM, KEY, 0, 0, Optional.empty()))));
  }

  @Test
  void handsOnAllEventsAndTheOutcomeWhenTheSnapshotStoreFails() {
    store.append(appendOf(STREAM, ExpectedVersion.none(), counted(1)).withKey(KEY));
    append(STREAM, counted(2), counted(3));

    Load load = load(ALL.snapshot(FaultySnapshots.broken(), 1).key(KEY.value()));

    assertThat(load.handed()).isEqualTo(events(1, 3));
    assertThat(load.outcome()).contains(new Outcome(STREAM, KEY, 1, 1, Optional.empty()));
  }

  /** Whoever decides on the events of a key's append must learn that the key is decided. */
  @Test
  void findsTheOutcomeOfEveryEventThatItHandsOn() {
    givenEvents(3);
    givenSnapshot(1, 1);
    List<Long> seen = new ArrayList<>();

    // while the load has begun, another node decides the same key
    Optional<Outcome> outcome =
        store.load(
            ALL.snapshot(snapshots, 1).key(KEY.value()),
            snapshot ->
                store.append(appendOf(STREAM, ExpectedVersion.any(), counted(4)).withKey(KEY)),
            event -> seen.add(event.sequence()));

    assertThat(seen).startsWith(1L, 2L, 3L);
    if (seen.contains(4L)) {
      assertThat(outcome).contains(new Outcome(STREAM, KEY, 1, 4, Optional.empty()));
    }
    assertThat(load(ALL.key(KEY.value())).outcome()).isPresent();
  }

  @Test
  void handsTheConsumersExceptionsToTheCallerAndStaysUsable() {
    givenEvents(3);
    givenSnapshot(2, 1);
    IllegalStateException thrown = new IllegalStateException("the consumer's own");
    LoadQuery query = ALL.snapshot(snapshots, 1).key(KEY.value());

    for (int time = 0; time < 20; time++) {
      assertThatThrownBy(() -> loadThrowing(query, thrown, true)).isSameAs(thrown);
      assertThatThrownBy(() -> loadThrowing(query, thrown, false)).isSameAs(thrown);
    }

    assertThat(load(query).handed()).containsExactly("snapshot 2", "2", "3");
  }

  private void loadThrowing(LoadQuery query, RuntimeException thrown, boolean atTheSnapshot) {
    Optional<Outcome> unused =
        store.load(
            query,
            snapshot -> {
              if (atTheSnapshot) {
                throw thrown;
              }
            },
            event -> {
              throw thrown;
            });
  }

  private void givenEvents(int number) {
    append(OTHER, counted1To(2));
    append(STREAM, counted1To(number));
  }

  private void givenSnapshot(long sequence, int stateVersion) {
    UUID last = store.events(STREAM).get((int) sequence - 1).eventId();
    snapshots.save(new Snapshot(STREAM, stateVersion, sequence, last, "{\"sum\":1}"));
  }

  private static List<String> events(long from, long to) {
    return upTo(to).stream().filter(n -> n >= from).map(n -> Long.toString(n)).toList();
  }

  /** What was handed on, in its order, and what was answered. */
  private record Load(List<String> handed, Optional<Outcome> outcome) {}

  private Load load(LoadQuery query) {
    List<String> handed = new ArrayList<>();
    Optional<Outcome> outcome =
        store.load(
            query,
            snapshot -> handed.add("snapshot " + snapshot.sequence()),
            event -> {
              assertThat(event.stream()).isEqualTo(query.stream());
              assertThat(amount(event)).isEqualTo(event.sequence());
              handed.add(Long.toString(event.sequence()));
            });
    return new Load(List.copyOf(handed), outcome);
  }
}
