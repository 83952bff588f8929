package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.store.AppendResult;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Readers of the log while many threads write. */
abstract class TailingContract extends StoreSuite {
  private static final int WRITERS = 16;
  private static final int STREAMS = 1_000;
  private static final int APPENDS = 2_400;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final AtomicInteger writing = new AtomicInteger(WRITERS);

  @Test
  void showsATailingReaderEachEventOnceWhileManyThreadsWriteToManyStreams() throws Exception {
    EventFilter some = EventFilter.ofEventTypes("Noted");
    List<Callable<List<RecordedEvent>>> tasks = new ArrayList<>();
    tasks.add(() -> tail(EventFilter.all(), 1, 7));
    tasks.add(() -> tail(EventFilter.all(), 50, 500));
    tasks.add(() -> tail(some, 1, 20));
    for (int writer = 0; writer < WRITERS; writer++) {
      int own = writer;
      tasks.add(() -> write(own));
    }

    List<List<RecordedEvent>> lists = Race.of(tasks);

    List<RecordedEvent> stored =
        lists.subList(3, lists.size()).stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparing(RecordedEvent::position))
            .toList();
    List<RecordedEvent> noted = stored.stream().filter(some::accepts).toList();
    assertThat(positions(lists.get(0))).isEqualTo(positions(stored));
    assertThat(lists.get(0)).isEqualTo(stored);
    assertThat(lists.get(1)).isEqualTo(stored);
    assertThat(lists.get(2)).isEqualTo(noted);
    assertThat(store.status().events()).isEqualTo(stored.size());
    assertThat(store.status().streams()).isEqualTo(STREAMS);
    assertEachStreamIsWhole(stored);
  }

  private List<RecordedEvent> write(int writer) {
    List<RecordedEvent> stored = new ArrayList<>();
    try {
      for (int i = writer; i < APPENDS; i += WRITERS) {
        StreamId stream = new StreamId("order", "o-" + (i * 7L % STREAMS));
        List<NewEvent> events = new ArrayList<>(List.of(newEvent(counted(i))));
        for (int more = 0; more < i % 3; more++) {
          events.add(newEvent(new Sample.Noted("n-" + i)));
        }
        if (i % 11 == 0 && !stored.isEmpty()) {
          failAnAppend(stream, stored.get(0));
        }
        AppendResult result = store.append(appendOf(stream, ExpectedVersion.any(), events));
        stored.addAll(result.events());
      }
    } finally {
      writing.decrementAndGet();
    }
    return stored;
  }

  /** What a failed append leaves behind, such as a hole in the positions, must stop no reader. */
  private void failAnAppend(StreamId stream, RecordedEvent taken) {
    NewEvent again = new NewEvent(taken.eventId(), counted(-1), META);
    List<NewEvent> events = List.of(newEvent(counted(-2)), again);
    try {
      store.append(appendOf(stream, ExpectedVersion.any(), events));
      throw new AssertionError("an event id was stored twice");
    } catch (DuplicateEventId expected) {
      assertThat(expected.eventId()).isEqualTo(taken.eventId());
    }
    try {
      store.append(appendOf(stream, ExpectedVersion.exactly(999), events.subList(0, 1)));
      throw new AssertionError("an append ahead of its stream was stored");
    } catch (ConcurrencyConflict expected) {
      assertThat(expected.stream()).isEqualTo(stream);
    }
  }

  /** Reads in pages of changing size until all writers have ended and nothing more comes. */
  private List<RecordedEvent> tail(EventFilter filter, int smallest, int largest) {
    List<RecordedEvent> seen = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE;
    long checkpoint = 0;
    int page = smallest;
    while (System.nanoTime() - deadline < 0) {
      boolean ended = writing.get() == 0;
      int before = seen.size();
      EventQuery query = EventQuery.after(checkpoint).filter(filter).limit(page);
      long answer = store.readLog(query, seen::add);
      assertPage(query, seen.subList(before, seen.size()), answer);
      if (page % 10 == 0 && seen.size() > before) {
        assertStandsInItsStream(seen.get(seen.size() - 1));
      }
      if (ended && answer == checkpoint) {
        return seen;
      }
      if (answer == checkpoint) {
        LockSupport.parkNanos(200_000);
      }
      checkpoint = answer;
      page = page == largest ? smallest : page + 1;
    }
    throw new AssertionError("the reader stands still at position " + checkpoint);
  }

  private static void assertPage(EventQuery query, List<RecordedEvent> page, long answer) {
    long last = query.after();
    for (RecordedEvent event : page) {
      if (event.position() <= last || event.position() > answer) {
        throw new AssertionError(event + " came after " + last + " in the answer to " + query);
      }
      last = event.position();
    }
    if (answer < query.after() || page.size() > query.limit()) {
      throw new AssertionError(answer + ", " + page.size() + " events answered to " + query);
    }
  }

  /** Whoever learns of an event from the log may load its aggregate at once. */
  private void assertStandsInItsStream(RecordedEvent event) {
    List<RecordedEvent> found = new ArrayList<>();
    long sequence = event.sequence();
    store.readStream(StreamQuery.of(event.stream()).from(sequence).to(sequence), found::add);
    assertThat(found).containsExactly(event);
  }

  private void assertEachStreamIsWhole(List<RecordedEvent> stored) {
    for (int i = 0; i < STREAMS; i += 10) {
      StreamId stream = new StreamId("order", "o-" + i);
      List<RecordedEvent> events = store.events(stream);
      assertThat(sequences(events)).isEqualTo(upTo(events.size()));
      assertThat(events)
          .isEqualTo(stored.stream().filter(event -> event.stream().equals(stream)).toList());
    }
  }

  @Test
  void letsOthersAppendWhileAConsumerOfTheLogTakesItsTime() throws Exception {
    assertSlowConsumerHoldsNobodyUp(
        consumer -> {
          long unused = store.readLog(EventQuery.after(0), consumer);
        });
  }

  @Test
  void letsOthersAppendWhileAConsumerOfAStreamTakesItsTime() throws Exception {
    assertSlowConsumerHoldsNobodyUp(consumer -> store.readStream(StreamQuery.of(STREAM), consumer));
  }

  private void assertSlowConsumerHoldsNobodyUp(Consumer<Consumer<RecordedEvent>> read)
      throws Exception {
    append(STREAM, counted1To(10));
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(1);
    List<Long> seen = new ArrayList<>();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<?> slow =
          reader.submit(
              () ->
                  read.accept(
                      event -> {
                        seen.add(amount(event));
                        reading.countDown();
                        awaitUninterrupted(others);
                      }));
      assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();

      List<Long> appended = Race.of(4, thread -> append(STREAM, counted(99)).lastSequence());
      long inOther = append(OTHER, counted(1)).lastSequence();
      List<Long> read2 = amounts(store.events(OTHER));

      assertThat(seen).containsExactly(1L);
      assertThat(appended).containsExactlyInAnyOrder(11L, 12L, 13L, 14L);
      assertThat(inOther).isEqualTo(1);
      assertThat(read2).containsExactly(1L);
      others.countDown();
      slow.get(30, TimeUnit.SECONDS);
      assertThat(seen).startsWith(upTo(10).toArray(Long[]::new));
    } finally {
      others.countDown();
      reader.shutdownNow();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the other threads did not end while a consumer waited");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
