package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
  private final List<RecordedEvent> events = threeEvents();

  @Test
  void isWholeBehindItsOwnBeginning() {
    Batch batch = new Batch(0, 5, events);

    assertThat(batch.behind(0)).isEqualTo(batch);
  }

  @Test
  void losesWhatIsAppliedAlready() {
    Batch batch = new Batch(0, 5, events).behind(2);

    assertThat(batch).isEqualTo(new Batch(2, 5, events.subList(2, 3)));
  }

  @Test
  void isEmptyWhenAllOfItIsAppliedAlready() {
    Batch batch = new Batch(0, 5, events).behind(9);

    assertThat(batch).isEqualTo(new Batch(9, 9, List.of()));
  }

  @Test
  void isRefusedAboveTheCheckpoint() {
    Batch batch = new Batch(1, 5, events.subList(1, 3));

    assertThatThrownBy(() -> batch.behind(0))
        .isInstanceOf(ProjectionException.class)
        .hasMessageContaining("events in between are missing");
  }

  @Test
  void holdsNoEventFromOutside() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Batch(1, 5, events));
    assertThatIllegalArgumentException().isThrownBy(() -> new Batch(0, 2, events));
    assertThatIllegalArgumentException().isThrownBy(() -> new Batch(2, 1, List.of()));
  }

  private static List<RecordedEvent> threeEvents() {
    InMemoryEventStore store = InMemoryEventStore.of(AccountEvent.types());
    for (int i = 0; i < 3; i++) {
      AccountEvent.deposit(store, "a", 1);
    }
    List<RecordedEvent> events = new ArrayList<>();
    store.readLog(EventQuery.after(0), events::add);
    return events;
  }
}
