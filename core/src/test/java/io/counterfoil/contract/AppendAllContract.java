package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventStore.Subscription;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What one append to several streams stores, and what it answers. */
abstract class AppendAllContract extends StoreSuite {
  private static final StreamId THIRD = new StreamId("invoice", "o-1");

  @Test
  void storesTheEventsOfEachStreamBehindItsOwn() {
    append(OTHER, counted(1), counted(2));
    List<NewEvent> first = List.of(newEvent(counted(1)), newEvent(counted(2)));
    List<NewEvent> second = List.of(newEvent(counted(3)));

    store.appendAll(
        List.of(
            appendOf(STREAM, ExpectedVersion.none(), first),
            appendOf(OTHER, ExpectedVersion.exactly(2), second)));

    assertThat(store.events(STREAM))
        .satisfiesExactly(
            event -> assertStored(event, STREAM, 1, first.get(0)),
            event -> assertStored(event, STREAM, 2, first.get(1)));
    assertThat(store.events(OTHER)).hasSize(3);
    assertStored(store.events(OTHER).get(2), OTHER, 3, second.get(0));
    assertThat(store.status()).isEqualTo(new StoreStatus(5, 2, store.head()));
  }

  @Test
  void answersInTheOrderOfTheAppends() {
    append(STREAM, counted(1));
    List<StreamId> streams = new ArrayList<>(List.of(THIRD, STREAM, OTHER));
    for (int i = 30; i > 0; i--) {
      streams.add(new StreamId("order", "z-" + i));
    }

    List<AppendResult> results =
        store.appendAll(
            streams.stream()
                .map(s -> appendOf(s, ExpectedVersion.any(), counted(7), counted(8)))
                .toList());

    assertThat(results).extracting(AppendResult::stream).isEqualTo(streams);
    for (AppendResult result : results) {
      long before = result.stream().equals(STREAM) ? 1 : 0;
      assertThat(result.lastSequence()).isEqualTo(before + 2);
      assertThat(sequences(result.events())).containsExactly(before + 1, before + 2);
      assertThat(amounts(result.events())).containsExactly(7L, 8L);
      assertReadBack(result);
    }
  }

  /** What was answered is what is read: ids, positions, texts. */
  private void assertReadBack(AppendResult result) {
    List<RecordedEvent> stream = store.events(result.stream());
    int from = stream.size() - result.events().size();
    assertThat(stream.subList(from, stream.size())).isEqualTo(result.events());
    assertThat(positions(stream.subList(from, stream.size())))
        .isEqualTo(positions(result.events()));
    assertThat(result.events()).extracting(RecordedEvent::stream).containsOnly(result.stream());
  }

  @Test
  void givesPositionsThatGrowInEachStream() {
    long before = append(STREAM, counted(1)).events().get(0).position();

    List<AppendResult> results =
        store.appendAll(
            List.of(
                appendOf(THIRD, ExpectedVersion.any(), counted(1), counted(2), counted(3)),
                appendOf(STREAM, ExpectedVersion.any(), counted(2), counted(3))));
    long after = append(OTHER, counted(1)).events().get(0).position();

    List<Long> positions = new ArrayList<>();
    for (AppendResult result : results) {
      assertThat(positions(result.events())).isSorted();
      positions.addAll(positions(result.events()));
    }
    assertThat(positions)
        .doesNotHaveDuplicates()
        .allMatch(position -> position > before && position < after);
    assertThat(positions(log())).isSorted().hasSize(7).containsAll(positions);
    assertThat(positions(store.events(STREAM))).isSorted();
  }

  @Test
  void checksStreamsThatItDoesNotWrite() {
    append(STREAM, counted(1), counted(2));

    List<AppendResult> results =
        store.appendAll(
            List.of(
                Append.check(STREAM, ExpectedVersion.exactly(2)),
                appendOf(OTHER, ExpectedVersion.none(), counted(1)),
                Append.check(THIRD, ExpectedVersion.none())));

    assertThat(results).hasSize(3);
    assertThat(results.get(0)).isEqualTo(new AppendResult(STREAM, 2, List.of()));
    assertThat(results.get(1).lastSequence()).isEqualTo(1);
    assertThat(results.get(2)).isEqualTo(new AppendResult(THIRD, 0, List.of()));
    assertThat(store.status().events()).isEqualTo(3);
    assertThat(store.status().streams()).isEqualTo(2);
  }

  @Test
  void checksOnly() {
    append(STREAM, counted(1));

    List<AppendResult> results =
        store.appendAll(
            List.of(
                Append.check(STREAM, ExpectedVersion.exists()),
                Append.check(OTHER, ExpectedVersion.any())));

    assertThat(results)
        .containsExactly(
            new AppendResult(STREAM, 1, List.of()), new AppendResult(OTHER, 0, List.of()));
    assertThat(store.status().events()).isEqualTo(1);
  }

  @Test
  void storesAListOfOneLikeASingleAppend() {
    List<AppendResult> results =
        store.appendAll(List.of(appendOf(STREAM, ExpectedVersion.none(), counted(1), counted(2))));

    assertThat(results).hasSize(1);
    assertThat(results.get(0).lastSequence()).isEqualTo(2);
    assertReadBack(results.get(0));
  }

  @Test
  void answersAnEmptyListWithAnEmptyList() {
    assertThat(store.appendAll(List.of())).isEmpty();

    assertNothingStored();
  }

  @Test
  void storesManyEventsInManyStreams() {
    List<Append> appends = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      StreamId stream = new StreamId("order", "many-" + i);
      appends.add(Append.of(stream, ExpectedVersion.none(), counted1To(1 + i % 20), META));
    }

    List<AppendResult> results = store.appendAll(appends);

    for (int i = 0; i < 100; i++) {
      assertThat(amounts(results.get(i).events())).isEqualTo(upTo(1 + i % 20));
      assertReadBack(results.get(i));
    }
    assertThat(store.status().events()).isEqualTo(1_050);
    assertThat(store.status().streams()).isEqualTo(100);
  }

  @Test
  void runsATaskOnceForAllStreams() {
    AtomicInteger runs = new AtomicInteger();
    List<Integer> found = new ArrayList<>();
    try (Subscription subscription =
        store.onAppend(
            () -> {
              runs.incrementAndGet();
              found.add(store.events(STREAM).size());
              found.add(store.events(OTHER).size());
            })) {
      assertThat(subscription).isNotNull();
      store.appendAll(
          List.of(
              appendOf(STREAM, ExpectedVersion.any(), counted(1)),
              appendOf(OTHER, ExpectedVersion.any(), counted(1), counted(2))));
    }

    assertThat(runs).hasValue(1);
    assertThat(found).as("what the task could read").containsExactly(1, 2);
  }
}
