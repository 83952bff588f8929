package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Appends to several streams beside one another: no skew, no loss, nobody waits for ever. */
abstract class AppendAllRaceContract extends StoreSuite {
  private static final int THREADS = 8;
  private static final int PATIENCE = 50_000;

  private final AtomicInteger conflicts = new AtomicInteger();

  /** Each holds on what the other writes: of "B if A is empty" and "A if B is empty" one stays. */
  @Test
  void storesOneOfTwoThatForbidEachOther() throws Exception {
    for (int round = 0; round < 60; round++) {
      List<StreamId> both = List.of(stream("a-" + round), stream("b-" + round));

      List<Boolean> stored =
          Race.of(
              2,
              thread ->
                  succeeds(
                      List.of(
                          appendOf(both.get(thread), ExpectedVersion.any(), counted(thread)),
                          Append.check(both.get(1 - thread), ExpectedVersion.none()))));

      assertThat(stored).as("round %d", round).containsOnlyOnce(true);
      int winner = stored.indexOf(true);
      assertThat(store.events(both.get(winner))).hasSize(1);
      assertThat(store.events(both.get(1 - winner))).isEmpty();
    }
  }

  @Test
  void storesOneOfTwoThatForbidEachOtherOnStreamsWithEvents() throws Exception {
    List<StreamId> both = List.of(STREAM, OTHER);
    append(STREAM, counted(0));
    append(OTHER, counted(0));
    for (int round = 0; round < 40; round++) {
      List<Long> heads = both.stream().map(this::head).toList();

      List<Boolean> stored =
          Race.of(
              2,
              thread -> {
                ExpectedVersion other = ExpectedVersion.exactly(heads.get(1 - thread));
                return succeeds(
                    List.of(
                        Append.check(both.get(1 - thread), other),
                        appendOf(both.get(thread), ExpectedVersion.any(), counted(thread))));
              });

      assertThat(stored).as("round %d", round).containsOnlyOnce(true);
    }
    assertThat(head(STREAM) + head(OTHER)).isEqualTo(42);
  }

  /** Anyone may take from a purse while both together have enough: the other is only checked. */
  @Test
  void spendsNoMoreThanTwoStreamsHaveTogether() throws Exception {
    for (int round = 0; round < 20; round++) {
      long fund = 1L + round % 3;
      List<StreamId> both = List.of(stream("a-" + round), stream("b-" + round));
      append(both.get(0), counted(fund));
      append(both.get(1), counted(0));

      List<Long> taken =
          Race.of(4, thread -> takeAll(both.get(thread % 2), both.get(1 - thread % 2)));

      assertThat(sum(taken)).as("round %d", round).isEqualTo(fund);
      assertThat(sum(store.events(both.get(0))) + sum(store.events(both.get(1)))).isZero();
    }
  }

  private long takeAll(StreamId from, StreamId checked) {
    long taken = 0;
    while (true) {
      List<RecordedEvent> written = store.events(from);
      List<RecordedEvent> seen = store.events(checked);
      if (sum(written) + sum(seen) <= 0) {
        return taken;
      }
      if (succeeds(
          List.of(
              appendOf(from, ExpectedVersion.exactly(written.size()), counted(-1)),
              Append.check(checked, ExpectedVersion.exactly(seen.size()))))) {
        taken++;
      }
    }
  }

  @Test
  void movesAmountsBetweenStreamsWithoutLossOrOverdraft() throws Exception {
    List<StreamId> purses = streams(4);
    purses.forEach(purse -> append(purse, counted(5)));

    Race.of(
        THREADS,
        thread -> {
          Random random = new Random(thread);
          int moves = 0;
          while (moves < 10) {
            List<StreamId> pair = shuffled(purses, random).subList(0, 2);
            List<RecordedEvent> from = store.events(pair.get(0));
            List<RecordedEvent> to = store.events(pair.get(1));
            List<Append> move =
                List.of(
                    appendOf(pair.get(0), ExpectedVersion.exactly(from.size()), counted(-1)),
                    appendOf(pair.get(1), ExpectedVersion.exactly(to.size()), counted(1)));
            if (sum(from) > 0 && succeeds(move)) {
              moves++;
            }
          }
          return moves;
        });

    long sum = 0;
    for (StreamId purse : purses) {
      long balance = 0;
      for (RecordedEvent event : store.events(purse)) {
        balance += amount(event);
        assertThat(balance).isNotNegative();
      }
      sum += balance;
    }
    assertThat(sum).isEqualTo(20);
    assertThat(log()).hasSize(4 + THREADS * 10 * 2);
  }

  @Test
  void neverHangsWhenListsOverlapInDifferentOrders() throws Exception {
    List<StreamId> streams = streams(6);

    List<List<RecordedEvent>> reported =
        Race.of(
            THREADS,
            thread -> {
              Random random = new Random(thread);
              List<RecordedEvent> own = new ArrayList<>();
              for (int i = 0; i < 25; i++) {
                List<StreamId> some = shuffled(streams, random).subList(0, 2 + random.nextInt(4));
                own.addAll(
                    events(
                        store.appendAll(
                            some.stream()
                                .map(s -> appendOf(s, ExpectedVersion.any(), counted(thread)))
                                .toList())));
              }
              return own;
            });

    assertAllStored(streams, reported);
  }

  @Test
  void takesTurnsWithAppendsToSingleStreams() throws Exception {
    List<StreamId> streams = streams(3);

    List<List<RecordedEvent>> reported =
        Race.of(
            THREADS,
            thread -> {
              Random random = new Random(thread);
              List<RecordedEvent> own = new ArrayList<>();
              for (int i = 0; i < 25; i++) {
                List<Append> appends = new ArrayList<>();
                for (StreamId stream : shuffled(streams, random)) {
                  appends.add(appendOf(stream, ExpectedVersion.any(), counted(1), counted(2)));
                }
                own.addAll(
                    thread % 2 == 0
                        ? events(store.appendAll(appends))
                        : store.append(appends.get(0)).events());
              }
              return own;
            });

    assertAllStored(streams, reported);
  }

  /** What was reported is what is stored, each stream whole and in order. */
  private void assertAllStored(List<StreamId> streams, List<List<RecordedEvent>> reported) {
    List<RecordedEvent> all = reported.stream().flatMap(List::stream).toList();
    assertThat(log()).containsExactlyInAnyOrderElementsOf(all);
    for (StreamId stream : streams) {
      List<RecordedEvent> events = store.events(stream);
      assertThat(sequences(events)).isEqualTo(upTo(events.size()));
      assertThat(positions(events)).isSorted().doesNotHaveDuplicates();
      assertThat(events)
          .containsExactlyInAnyOrderElementsOf(
              all.stream().filter(event -> event.stream().equals(stream)).toList());
    }
  }

  private boolean succeeds(List<Append> appends) {
    try {
      store.appendAll(appends);
      return true;
    } catch (ConcurrencyConflict conflict) {
      if (conflicts.incrementAndGet() > PATIENCE) {
        throw new AssertionError("nobody comes through", conflict);
      }
      return false;
    }
  }

  private long head(StreamId stream) {
    return store.events(stream).size();
  }

  private static long sum(List<?> parts) {
    return parts.stream()
        .mapToLong(part -> part instanceof RecordedEvent event ? amount(event) : (Long) part)
        .sum();
  }

  private static List<RecordedEvent> events(List<AppendResult> results) {
    return results.stream().flatMap(result -> result.events().stream()).toList();
  }

  private static StreamId stream(String id) {
    return new StreamId("order", id);
  }

  private static List<StreamId> streams(int number) {
    List<StreamId> streams = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      streams.add(stream("s-" + i));
    }
    return streams;
  }

  private static <T> List<T> shuffled(List<T> list, Random random) {
    List<T> copy = new ArrayList<>(list);
    Collections.shuffle(copy, random);
    return copy;
  }
}
