package io.counterfoil.jdbc.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.command.CommandBus;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.jdbc.properties.Till.TillCommand;
import io.counterfoil.jdbc.properties.Till.TillEvent;
import io.counterfoil.memory.InMemorySnapshotStore;
import io.counterfoil.store.EventStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * No till is ever overdrawn, whichever bus a command comes to: one that loads, one that has a
 * cached state which another bus has made old, one that begins with a snapshot.
 */
class OverdraftPropertiesTest {

  /** A command, and the bus that it comes to. */
  record Step(int bus, TillCommand command) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(Arbitraries.integers().between(0, 3), Tills.commands("a", "b"))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<Stores> stores() {
    return Arbitraries.of(Stores.MEMORY, Stores.MEMORY_ENCODING, Stores.H2);
  }

  @Property(tries = 150)
  void noTillIsOverdrawnAndEveryBusDecidesAsItsStateDoes(
      @ForAll("stores") Stores stores, @ForAll("steps") List<Step> steps) {
    EventStore store = stores.fresh();
    List<CommandBus> buses =
        List.of(
            CommandBus.on(store).aggregates(Till.TILL).build(),
            CommandBus.on(store).aggregates(Till.TILL).stateCache(1).build(),
            CommandBus.on(store).aggregates(Till.TILL).stateCache(10).build(),
            CommandBus.on(store)
                .aggregates(Till.TILL)
                .snapshots(InMemorySnapshotStore.create(), SnapshotPolicy.every(2))
                .build());
    Map<String, Till> tills = new HashMap<>();

    for (Step step : steps) {
      String id = step.command().till();
      Till till = tills.getOrDefault(id, Till.TILL.initialState());
      Oracle expected = Oracle.of(till, step.command());

      assertThat(Oracle.of(buses.get(step.bus()), step.command()))
          .as("%s", step)
          .isEqualTo(expected);

      for (Object event : expected.events()) {
        till = Till.TILL.apply(till, (TillEvent) event);
        assertThat(till).matches(Till::isSound, "sound");
      }
      tills.put(id, till);
    }
    for (CommandBus bus : buses) {
      tills.forEach((id, till) -> assertThat(bus.state(Till.TILL, id)).isEqualTo(till));
    }
  }
}
