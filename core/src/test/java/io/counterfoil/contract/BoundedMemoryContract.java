package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.counterfoil.Event;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamQuery;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * That a long stream is not materialised before its first event is handed on. What the reading
 * thread allocates is counted: all events together would be many times the bound.
 */
abstract class BoundedMemoryContract extends StoreSuite {
  private static final int EVENTS = 100_000;
  private static final int BATCH = 1_000;
  private static final long BOUND = 32L << 20;
  private static final String TEXT = "0123456789".repeat(10);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void readsAStreamOf100000EventsInBoundedMemory() {
    givenALongStream();

    assertReadsOneEventInBoundedMemory(1, c -> store.readStream(StreamQuery.of(STREAM), c));
    assertReadsOneEventInBoundedMemory(
        EVENTS, c -> store.readStream(StreamQuery.of(STREAM).newestFirst(), c));
    assertReadsOneEventInBoundedMemory(
        1,
        c -> {
          LoadQuery query = LoadQuery.of(STREAM).key("row-17");
          Optional<Outcome> unused = store.load(query, snapshot -> {}, c);
        });
    assertReadsOneEventInBoundedMemory(
        1,
        c -> {
          long unused = store.readLog(EventQuery.after(0), c);
        });
    assertReadsOneEventInBoundedMemory(
        EVENTS,
        c -> {
          long unused = store.readLog(EventQuery.after(0).newestFirst(), c);
        });
    assertReadsOneEventInBoundedMemory(
        1,
        c -> {
          EventFilter filter = EventFilter.ofEventTypes("Noted");
          long unused = store.readLog(EventQuery.after(0).filter(filter), c);
        });
    assertReadsAll();
  }

  private void givenALongStream() {
    List<Event> batch = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      batch.add(new Sample.Noted(TEXT));
    }
    for (int i = 0; i < EVENTS / BATCH; i++) {
      append(STREAM, batch);
    }
  }

  private static void assertReadsOneEventInBoundedMemory(
      long sequence, Consumer<Consumer<RecordedEvent>> read) {
    List<Long> seen = new ArrayList<>();
    IllegalStateException enough = new IllegalStateException("one event is enough");
    long before = THREADS.getCurrentThreadAllocatedBytes();

    assertThatThrownBy(
            () ->
                read.accept(
                    event -> {
                      seen.add(event.sequence());
                      throw enough;
                    }))
        .isSameAs(enough);

    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(seen).containsExactly(sequence);
    assertThat(allocated).as("bytes allocated to read one event").isLessThan(BOUND);
  }

  private void assertReadsAll() {
    long[] counts = new long[2];
    store.readStream(
        StreamQuery.of(STREAM),
        event -> {
          if (event.sequence() == ++counts[0]) {
            counts[1]++;
          }
        });
    assertThat(counts).containsExactly(EVENTS, EVENTS);
    long[] logged = new long[2];
    store.readLog(
        EventQuery.after(0),
        event -> {
          if (event.sequence() == ++logged[0]) {
            logged[1]++;
          }
        });
    assertThat(logged).containsExactly(EVENTS, EVENTS);
  }
}
