package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.store.EventQuery;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** That who learns of one part of an append to several streams finds the others stored. */
abstract class AppendAllReaderContract extends StoreSuite {
  private static final int WRITERS = 6;
  private static final int PAIRS = 40;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final AtomicInteger writing = new AtomicInteger(WRITERS);

  @Test
  void showsAReaderOfTheLogNoHalf() throws Exception {
    List<Callable<Long>> tasks = new ArrayList<>();
    tasks.add(() -> tail(1));
    tasks.add(() -> tail(7));
    for (int writer = 0; writer < WRITERS; writer++) {
      int own = writer;
      tasks.add(() -> writePairs(own));
    }

    List<Long> answers = Race.of(tasks);

    long all = 2L * WRITERS * PAIRS;
    assertThat(answers.subList(0, 2)).containsExactly(all, all);
    assertThat(log()).hasSize((int) all);
  }

  private long writePairs(int writer) {
    try {
      for (int i = 0; i < PAIRS; i++) {
        String id = writer + "-" + i;
        boolean swapped = i % 2 == 0;
        store.appendAll(
            List.of(
                appendOf(side(id, swapped), ExpectedVersion.none(), counted(i)),
                appendOf(side(id, !swapped), ExpectedVersion.none(), counted(i))));
      }
      return 2L * PAIRS;
    } finally {
      writing.decrementAndGet();
    }
  }

  private long tail(int page) {
    long deadline = System.nanoTime() + PATIENCE;
    long checkpoint = 0;
    List<RecordedEvent> seen = new ArrayList<>();
    while (System.nanoTime() - deadline < 0) {
      boolean ended = writing.get() == 0;
      int before = seen.size();
      long answer = store.readLog(EventQuery.after(checkpoint).limit(page), seen::add);
      seen.subList(before, seen.size()).forEach(this::assertBothHalvesStored);
      if (answer == checkpoint) {
        if (ended) {
          assertThat(positions(seen)).isSorted().doesNotHaveDuplicates();
          return seen.size();
        }
        LockSupport.parkNanos(200_000);
      }
      checkpoint = answer;
    }
    throw new AssertionError("the reader stands still at position " + checkpoint);
  }

  private void assertBothHalvesStored(RecordedEvent event) {
    String id = event.stream().aggregateId();
    if (store.events(side(id, true)).size() != 1 || store.events(side(id, false)).size() != 1) {
      throw new AssertionError("a half of the pair " + id + " is missing beside " + event);
    }
  }

  private static StreamId side(String id, boolean left) {
    return new StreamId(left ? "left" : "right", id);
  }
}
