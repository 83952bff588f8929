package io.counterfoil.jdbc.properties;

import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandBusBuilder;
import io.counterfoil.contract.Race;
import io.counterfoil.jdbc.properties.Till.TillCommand;
import io.counterfoil.jdbc.properties.Till.TillEvent;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Whatever several buses do on one store at the same time could have been done by one bus, one
 * command after the other: each command has a place in the stream, between what was stored when it
 * began and what was stored when it ended, where a till alone decides the same.
 *
 * <p>Threads take turns as they like, so that a failure is not shrunk; its history is told.
 */
class SerialOrderPropertiesTest {

  /** A command, its answer, and how long the stream was before it began and after it ended. */
  record Done(TillCommand command, long before, Oracle answer, long last, long after) {
    long first() {
      return last - answer.events().size() + 1;
    }

    boolean isAppended() {
      return !answer.events().isEmpty();
    }
  }

  @Provide
  Arbitrary<List<List<TillCommand>>> threads() {
    return Tills.commands("t").list().ofMinSize(1).ofMaxSize(8).list().ofSize(3);
  }

  @Property(tries = 80, shrinking = ShrinkingMode.OFF)
  void anInterleavingOfSeveralBusesEqualsASerialOrder(
      @ForAll Stores stores, @ForAll("threads") List<List<TillCommand>> threads) throws Exception {
    EventStore store = stores.shared();
    StreamId stream = new StreamId("till", UUID.randomUUID().toString());

    List<Done> done = new ArrayList<>();
    Race.of(threads.size(), number -> run(store, number, stream, threads.get(number)))
        .forEach(done::addAll);

    NavigableMap<Long, Till> states = states(store.events(stream), done);
    done.forEach(one -> requirePlace(one, states));
  }

  private static List<Done> run(
      EventStore store, int number, StreamId stream, List<TillCommand> commands) {
    CommandBusBuilder builder = CommandBus.on(store).aggregates(Till.TILL).attempts(1_000);
    CommandBus bus = (number == 0 ? builder : builder.stateCache(10)).build();
    List<Done> done = new ArrayList<>();
    for (TillCommand command : commands) {
      TillCommand ours = Tills.moved(command, stream.aggregateId());
      long before = store.events(stream).size();
      AtomicLong last = new AtomicLong();
      Oracle answer = Oracle.of(bus, ours, result -> last.set(result.sequence()));
      done.add(new Done(ours, before, answer, last.get(), store.events(stream).size()));
    }
    return done;
  }

  /** Puts the appends one behind the other, and answers the state behind each, and that before. */
  private static NavigableMap<Long, Till> states(List<RecordedEvent> events, List<Done> done) {
    NavigableMap<Long, Till> states = new TreeMap<>();
    Till till = Till.TILL.initialState();
    states.put(0L, till);
    List<Done> appended =
        done.stream().filter(Done::isAppended).sorted(comparingLong(Done::first)).toList();
    for (Done one : appended) {
      assertThat(one.first()).as("%s", one).isEqualTo(states.lastKey() + 1);
      for (RecordedEvent event : events.subList((int) one.first() - 1, (int) one.last())) {
        till = Till.TILL.apply(till, (TillEvent) event.payload());
      }
      assertThat(till).matches(Till::isSound, "sound");
      states.put(one.last(), till);
    }
    assertThat(states.lastKey()).isEqualTo((long) events.size());
    return states;
  }

  private static void requirePlace(Done one, NavigableMap<Long, Till> states) {
    NavigableMap<Long, Till> places =
        one.isAppended()
            ? states.subMap(one.first() - 1, true, one.first() - 1, true)
            : states.subMap(one.before(), true, one.after(), true);
    assertThat(places.values())
        .as("%s in %s", one, states)
        .anyMatch(till -> Oracle.of(till, one.command()).equals(one.answer()));
    if (one.isAppended()) {
      assertThat(one.first()).as("%s", one).isGreaterThan(one.before());
      assertThat(one.last()).as("%s", one).isLessThanOrEqualTo(one.after());
    }
  }
}
