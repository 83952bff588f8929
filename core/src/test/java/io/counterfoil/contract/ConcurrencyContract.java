package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Many threads on one stream: nothing lost, nothing twice, no hole. */
abstract class ConcurrencyContract extends StoreSuite {
  private static final int THREADS = 16;

  @Test
  void losesNothingWhenManyThreadsAppendToOneStream() throws Exception {
    int each = 40;

    List<List<AppendResult>> results =
        Race.of(
            THREADS,
            thread -> {
              List<AppendResult> own = new ArrayList<>();
              for (long i = 0; i < each; i++) {
                own.add(append(STREAM, counted(thread), counted(thread)));
              }
              return own;
            });

    List<RecordedEvent> reported =
        results.stream().flatMap(List::stream).flatMap(r -> r.events().stream()).toList();
    assertThat(reported).hasSize(THREADS * each * 2);
    assertOneWholeStream(reported);
    results.stream().flatMap(List::stream).forEach(ConcurrencyContract::assertAdjacent);
  }

  private static void assertAdjacent(AppendResult result) {
    List<Long> sequences = sequences(result.events());
    assertThat(sequences.get(1)).isEqualTo(sequences.get(0) + 1).isEqualTo(result.lastSequence());
  }

  @Test
  void letsOneOfManyThreadsWinEachVersion() throws Exception {
    int each = 10;

    List<List<RecordedEvent>> results =
        Race.of(
            THREADS,
            thread -> {
              List<RecordedEvent> own = new ArrayList<>();
              long head = 0;
              while (own.size() < each) {
                try {
                  AppendResult result =
                      store.append(
                          appendOf(STREAM, ExpectedVersion.exactly(head), counted(thread)));
                  own.addAll(result.events());
                  assertThat(result.lastSequence()).isEqualTo(head + 1);
                  head = result.lastSequence();
                } catch (ConcurrencyConflict conflict) {
                  assertThat(conflict.actual()).isGreaterThan(head);
                  head = conflict.actual();
                }
              }
              return own;
            });

    List<RecordedEvent> reported = results.stream().flatMap(List::stream).toList();
    assertThat(reported).hasSize(THREADS * each);
    assertOneWholeStream(reported);
  }

  /** What the appends reported is what the stream and the log hold, in one and the same order. */
  private void assertOneWholeStream(List<RecordedEvent> reported) {
    List<RecordedEvent> stream = store.events(STREAM);
    assertThat(sequences(stream)).isEqualTo(upTo(reported.size()));
    assertThat(positions(stream)).isSorted().doesNotHaveDuplicates();
    assertThat(stream).containsExactlyInAnyOrderElementsOf(reported);
    assertThat(log()).isEqualTo(stream);
    Set<String> places = stream.stream().map(Object::toString).collect(Collectors.toSet());
    assertThat(reported).extracting(Object::toString).allMatch(places::contains);
  }

  @Test
  void letsOneOfManyThreadsCreateAStream() throws Exception {
    for (int round = 0; round < 10; round++) {
      StreamId stream = new StreamId("order", "created-" + round);
      List<Boolean> won =
          Race.of(
              THREADS,
              thread -> {
                try {
                  store.append(
                      appendOf(stream, ExpectedVersion.none(), counted(thread), counted(thread)));
                  return true;
                } catch (ConcurrencyConflict conflict) {
                  assertThat(conflict.actual()).isEqualTo(2);
                  return false;
                }
              });

      assertThat(won).containsOnlyOnce(true);
      long winner = won.indexOf(true);
      assertThat(amounts(store.events(stream))).containsExactly(winner, winner);
    }
  }

  @Test
  void storesOneOutcomeWhenManyThreadsUseTheSameKey() throws Exception {
    for (int round = 0; round < 10; round++) {
      StreamId stream = new StreamId("order", "keyed-" + round);
      ExpectedVersion expected = round % 2 == 0 ? ExpectedVersion.any() : ExpectedVersion.none();
      List<Optional<Outcome>> refused =
          Race.of(
              THREADS,
              thread -> {
                CommandKey key = new CommandKey("the-key", "fingerprint-" + thread);
                Append append = appendOf(stream, expected, counted(thread), counted(thread));
                try {
                  store.append(append.withKey(key));
                  return Optional.empty();
                } catch (KeyAlreadyDecided decided) {
                  return Optional.of(decided.outcome());
                }
              });

      assertThat(refused).containsOnlyOnce(Optional.empty());
      int winner = refused.indexOf(Optional.empty());
      CommandKey key = new CommandKey("the-key", "fingerprint-" + winner);
      Outcome outcome = new Outcome(stream, key, 2, 2, Optional.empty());
      assertThat(store.outcome(stream, "the-key")).contains(outcome);
      assertThat(refused).filteredOn(Optional::isPresent).containsOnly(Optional.of(outcome));
      assertThat(amounts(store.events(stream))).containsExactly((long) winner, (long) winner);
    }
  }

  @Test
  void storesAnEventIdOnceWhenManyThreadsUseIt() throws Exception {
    for (int round = 0; round < 10; round++) {
      int own = round;
      NewEvent event = newEvent(counted(round));
      List<Boolean> won =
          Race.of(
              THREADS,
              thread -> {
                StreamId stream = new StreamId("order", "id-" + own + "-" + thread % 4);
                List<NewEvent> events = List.of(newEvent(counted(own)), event);
                try {
                  store.append(appendOf(stream, ExpectedVersion.any(), events));
                  return true;
                } catch (DuplicateEventId duplicate) {
                  assertThat(duplicate.eventId()).isEqualTo(event.eventId());
                  return false;
                }
              });

      assertThat(won).containsOnlyOnce(true);
      assertThat(log()).hasSize(2 * (round + 1));
      assertThat(log()).extracting(RecordedEvent::eventId).containsOnlyOnce(event.eventId());
    }
  }
}
