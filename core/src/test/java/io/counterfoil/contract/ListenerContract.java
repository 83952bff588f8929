package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventStore.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** That an append wakes those who asked for it, and that they cannot harm it. */
abstract class ListenerContract extends StoreSuite {

  @Test
  void runsTheTaskAfterEachAppendOnTheThreadThatAppended() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Integer> found = new ArrayList<>();
    try (Subscription subscription =
        store.onAppend(
            () -> {
              threads.add(Thread.currentThread());
              found.add(store.events(STREAM).size());
            })) {
      assertThat(threads).as("tasks run by %s before any append", subscription).isEmpty();

      append(STREAM, counted(1));
      append(STREAM, counted(2), counted(3));
    }

    assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
    assertThat(found).as("what the task could read").containsExactly(1, 3);
  }

  @Test
  void runsTheTaskForTheAppendsOfAllThreads() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    try (Subscription subscription = store.onAppend(runs::incrementAndGet)) {
      assertThat(subscription).isNotNull();
      Race.of(8, thread -> append(STREAM, counted(thread)));
    }

    assertThat(runs).hasValue(8);
  }

  @Test
  void endsWhenTheSubscriptionIsClosed() {
    AtomicInteger runs = new AtomicInteger();
    Runnable task = runs::incrementAndGet;
    Subscription first = store.onAppend(task);
    Subscription second = store.onAppend(task);
    append(STREAM, counted(1));
    assertThat(runs).hasValue(2);

    first.close();
    first.close();
    append(STREAM, counted(2));
    assertThat(runs).hasValue(3);

    second.close();
    append(STREAM, counted(3));
    assertThat(runs).hasValue(3);
  }

  @Test
  void dropsWhatATaskThrows() {
    AtomicInteger runs = new AtomicInteger();
    List<Subscription> subscriptions =
        List.of(
            store.onAppend(
                () -> {
                  throw new IllegalStateException("thrown by a task, as the test wants it");
                }),
            store.onAppend(
                () -> {
                  throw new AssertionError("thrown by a task, as the test wants it");
                }),
            store.onAppend(runs::incrementAndGet));

    AppendResult first = append(STREAM, counted(1));
    AppendResult second = append(STREAM, counted(2));
    subscriptions.forEach(Subscription::close);

    assertThat(first.lastSequence()).isEqualTo(1);
    assertThat(second.lastSequence()).isEqualTo(2);
    assertThat(runs).hasValue(2);
    assertThat(amounts(store.events(STREAM))).isEqualTo(upTo(2));
  }

  @Test
  void letsATaskAppend() {
    AtomicInteger left = new AtomicInteger(3);
    try (Subscription subscription =
        store.onAppend(
            () -> {
              if (left.decrementAndGet() >= 0) {
                append(OTHER, counted(1));
              }
            })) {
      assertThat(subscription).isNotNull();
      append(STREAM, counted(1));
    }

    assertThat(store.events(OTHER)).hasSize(3);
  }
}
