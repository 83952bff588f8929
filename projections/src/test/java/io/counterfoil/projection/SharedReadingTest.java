package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How the projections of a runner share one reading of the log. */
class SharedReadingTest {
  private static final EventFilter DEPOSITS =
      EventFilter.ofEventTypes(AccountEvent.types().nameOf(Deposited.class));
  private static final EventFilter WITHDRAWALS =
      EventFilter.ofEventTypes(AccountEvent.types().nameOf(Withdrawn.class));

  private final EventStore store = InMemoryEventStore.of(AccountEvent.types());
  private final AtomicInteger readings = new AtomicInteger();

  private EventStore counted() {
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("readLog")) {
                readings.incrementAndGet();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void readsOnceForAllThatStandAtTheSamePlace() {
    for (int i = 0; i < 300; i++) {
      AccountEvent.append(store, "a", new Deposited(i), new Withdrawn(i));
    }
    LogSource source = new LogSource(counted(), List.of(DEPOSITS, WITHDRAWALS, DEPOSITS));

    int events = 0;
    events += all(source, DEPOSITS, 100).size();
    events += all(source, WITHDRAWALS, 70).size();
    events += all(source, DEPOSITS, 13).size();

    assertThat(events).isEqualTo(900);
    // two stretches, and for each reader a look at the end, where there is nothing
    assertThat(readings).hasValueLessThanOrEqualTo(2 + 3);
  }

  @Test
  void givesEachReaderExactlyItsEventsHoweverTheyMix() {
    Random random = new Random(7);
    LogSource source = new LogSource(store, List.of(DEPOSITS, WITHDRAWALS));
    List<EventFilter> filters = List.of(DEPOSITS, WITHDRAWALS, DEPOSITS, WITHDRAWALS);
    List<List<Long>> seen = new ArrayList<>();
    long[] positions = new long[4];
    filters.forEach(filter -> seen.add(new ArrayList<>()));

    for (int step = 0; step < 4_000; step++) {
      if (random.nextInt(3) == 0) {
        for (int i = random.nextInt(40); i >= 0; i--) {
          AccountEvent.append(
              store, "a", random.nextBoolean() ? new Deposited(i) : new Withdrawn(i));
        }
      }
      // the last reader is slow, and falls behind what is kept
      int reader = random.nextInt(8);
      if (reader < 3 || (reader == 3 && random.nextInt(20) == 0)) {
        read(source, filters.get(reader), positions, reader, seen.get(reader), random);
      }
    }
    for (int reader = 0; reader < 4; reader++) {
      while (positions[reader] < store.head()) {
        read(source, filters.get(reader), positions, reader, seen.get(reader), random);
      }
    }

    List<Long> deposits = positions(DEPOSITS);
    List<Long> withdrawals = positions(WITHDRAWALS);
    assertThat(seen).containsExactly(deposits, withdrawals, deposits, withdrawals);
  }

  private static void read(
      LogSource source,
      EventFilter filter,
      long[] positions,
      int reader,
      List<Long> seen,
      Random random) {
    Batch batch = source.read(positions[reader], filter, 1 + random.nextInt(60));
    batch.events().forEach(event -> seen.add(event.position()));
    positions[reader] = batch.to();
  }

  private List<Long> positions(EventFilter filter) {
    LogSource alone = new LogSource(store, List.of(filter));
    return all(alone, filter, 500).stream().map(RecordedEvent::position).toList();
  }

  private static List<RecordedEvent> all(LogSource source, EventFilter filter, int limit) {
    List<RecordedEvent> events = new ArrayList<>();
    long from = 0;
    for (Batch batch = source.read(from, filter, limit);
        batch.to() > from;
        batch = source.read(from, filter, limit)) {
      events.addAll(batch.events());
      from = batch.to();
    }
    return events;
  }
}
