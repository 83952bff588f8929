package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Reading a stream: which events, in which order, to whom. */
abstract class ReadStreamContract extends StoreSuite {
  private static final int LENGTH = 7;
  private static final StreamQuery ALL = StreamQuery.of(STREAM);

  @Test
  void findsNothingInAStreamWithoutEvents() {
    append(OTHER, counted(1));

    assertThat(read(ALL)).isEmpty();
    assertThat(read(ALL.newestFirst())).isEmpty();
    assertThat(read(ALL.from(1).to(10).limit(5))).isEmpty();
  }

  /** Every combination of from, to, limit and direction on a short stream. */
  @Test
  void readsAnyRangeInAnyDirection() {
    givenAStreamOf7();

    for (long from = 1; from <= LENGTH + 2; from++) {
      for (long to = 0; to <= LENGTH + 2; to++) {
        for (long limit = 1; limit <= LENGTH + 1; limit += 2) {
          StreamQuery query = ALL.from(from).to(to).limit(limit);
          assertRead(query, forwards(from, to).limit(limit).boxed().toList());
          assertRead(query.newestFirst(), backwards(from, to).limit(limit).boxed().toList());
        }
      }
    }
  }

  @Test
  void readsToTheEndsWithoutBounds() {
    givenAStreamOf7();

    assertRead(ALL, upTo(LENGTH));
    assertRead(ALL.newestFirst(), backwards(1, LENGTH).boxed().toList());
    assertRead(ALL.from(6), List.of(6L, 7L));
    assertRead(ALL.to(2), List.of(1L, 2L));
    assertRead(ALL.newestFirst().limit(1), List.of(7L));
    assertRead(ALL.newestFirst().to(5).limit(2), List.of(5L, 4L));
    assertRead(ALL.from(Long.MAX_VALUE), List.of());
    assertRead(ALL.to(Long.MIN_VALUE), List.of());
  }

  @Test
  void readsInPagesWithoutLossOrRepetition() {
    givenAStreamOf7();

    for (int page = 1; page <= LENGTH + 1; page++) {
      List<RecordedEvent> events = new ArrayList<>();
      int before;
      do {
        before = events.size();
        store.readStream(ALL.from(before + 1L).limit(page), events::add);
      } while (events.size() > before);
      assertThat(amounts(events)).as("pages of %d", page).isEqualTo(upTo(LENGTH));
    }
  }

  private void givenAStreamOf7() {
    append(STREAM, counted(1), counted(2), counted(3));
    append(OTHER, counted(-1), counted(-2));
    append(STREAM, counted(4), counted(5), counted(6), counted(7));
  }

  private static LongStream forwards(long from, long to) {
    return LongStream.rangeClosed(from, Math.min(to, LENGTH));
  }

  private static LongStream backwards(long from, long to) {
    long last = Math.min(to, LENGTH);
    return LongStream.rangeClosed(from, last).map(sequence -> last - (sequence - from));
  }

  private void assertRead(StreamQuery query, List<Long> expected) {
    List<RecordedEvent> events = read(query);
    assertThat(sequences(events)).as("%s", query).isEqualTo(expected);
    assertThat(amounts(events)).as("%s", query).isEqualTo(expected);
  }

  private List<RecordedEvent> read(StreamQuery query) {
    List<RecordedEvent> events = new ArrayList<>();
    store.readStream(query, events::add);
    return events;
  }

  @Test
  void runsTheConsumerOnTheCallersThread() {
    append(STREAM, counted(1));
    AtomicReference<Thread> thread = new AtomicReference<>();

    store.readStream(ALL, event -> thread.set(Thread.currentThread()));

    assertThat(thread).hasValue(Thread.currentThread());
  }

  @Test
  void handsTheConsumersExceptionToTheCallerAndStaysUsable() {
    append(STREAM, counted(1), counted(2), counted(3));
    IllegalStateException thrown = new IllegalStateException("the consumer's own");
    List<RecordedEvent> seen = new ArrayList<>();

    for (int time = 0; time < 50; time++) {
      assertThatThrownBy(
              () ->
                  store.readStream(
                      ALL,
                      event -> {
                        seen.add(event);
                        throw thrown;
                      }))
          .isSameAs(thrown);
    }

    assertThat(amounts(seen)).hasSize(50).containsOnly(1L);
    assertThat(append(STREAM, counted(4)).lastSequence()).isEqualTo(4);
    assertThat(amounts(store.events(STREAM))).isEqualTo(upTo(4));
  }

  @Test
  void letsTheConsumerUseTheStore() {
    append(STREAM, counted(1), counted(2));

    store.readStream(ALL, event -> append(OTHER, event.payload()));

    assertThat(amounts(store.events(OTHER))).isEqualTo(upTo(2));
  }
}
