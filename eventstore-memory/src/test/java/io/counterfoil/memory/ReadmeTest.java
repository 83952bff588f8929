package io.counterfoil.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.contract.EventStoreContract;
import io.counterfoil.contract.SnapshotStoreContract;
import io.counterfoil.docs.ReadmeExamples;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's examples: compiled, run, and the same as the README shows. */
class ReadmeTest {

  @Test
  void readmeShowsThisCode() {
    assertThat(ReadmeExamples.differences(Path.of("README.md"), Path.of("src/test/java")))
        .isEmpty();
  }

  // tag::events[]
  sealed interface OrderEvent extends Event {
    record OrderPlaced(String customer) implements OrderEvent {}

    record ItemAdded(String item, int quantity) implements OrderEvent {}
  }

  // end::events[]

  @Test
  void appendsAndReads() {
    // tag::use[]
    EventStore store = InMemoryEventStore.of(EventTypes.of(OrderEvent.class));
    StreamId order = new StreamId("order", "o-1");

    store.append(
        Append.of(
            order,
            ExpectedVersion.none(),
            List.of(new OrderEvent.OrderPlaced("Ada"), new OrderEvent.ItemAdded("pencil", 12)),
            Metadata.at(Instant.now()).withCorrelationId("c-9k")));

    List<RecordedEvent> stream = store.events(order);

    List<RecordedEvent> seen = new ArrayList<>();
    long checkpoint = store.readLog(EventQuery.after(0), seen::add);
    // end::use[]

    assertThat(stream).extracting(RecordedEvent::sequence).containsExactly(1L, 2L);
    assertThat(seen).isEqualTo(stream);
    assertThat(checkpoint).isEqualTo(2);
    Append again =
        Append.of(
            order,
            ExpectedVersion.none(),
            List.of(new OrderEvent.OrderPlaced("Bob")),
            Metadata.at(Instant.now()));
    assertThatThrownBy(() -> store.append(again)).isInstanceOf(ConcurrencyConflict.class);
  }

  @Test
  void encodes() {
    EventTypes types = EventTypes.of(OrderEvent.class);
    // tag::encoding[]
    EventStore store = InMemoryEventStore.of(types).encoding();
    // end::encoding[]

    assertThat(store.eventTypes()).isSameAs(types);
  }

  /** Passes the contract, as the README says. */
  static
  // tag::contract[]
  class MyEventStoreTest extends EventStoreContract {
    @Override
    protected EventStore emptyStore(EventTypes types) {
      return MyEventStore.onFreshDatabase(types);
    }
  }

  // end::contract[]

  /** Passes the contract, as the README says. */
  static
  // tag::snapshots[]
  class MySnapshotStoreTest extends SnapshotStoreContract {
    @Override
    protected SnapshotStore emptyStore() {
      return InMemorySnapshotStore.create();
    }

    @Override
    protected SnapshotStore emptyStoreKeeping(int newest) {
      return InMemorySnapshotStore.create().keeping(newest);
    }
  }

  // end::snapshots[]

  /** Stands for a store of one's own. */
  private static final class MyEventStore {
    static EventStore onFreshDatabase(EventTypes types) {
      return InMemoryEventStore.of(types);
    }
  }
}
