package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.EventVersion;
import io.counterfoil.serialization.Upcaster;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Readers ask for the names that events have today, and are handed what is stored under older names
 * too. Which names lead to which is said by the event types, whether or not an event of that age is
 * there: so a store of any kind is asked here, without a way to give it old events.
 */
abstract class OldNamesContract extends StoreSuite {
  private static final EventQuery ALL = EventQuery.after(0);

  @Override
  @BeforeEach
  void openStore() {
    // What Noted was once is a Counted today, and what Nested was is one of two.
    store =
        emptyStore(
            EventTypes.with(Sample.class)
                .version(Sample.Nested.class, 2)
                .version(Sample.Noted.class, 2)
                .upcast(Upcaster.from("Noted", 1).renamedTo("Counted", 1))
                .upcast(
                    Upcaster.from("Nested", 1)
                        .toEach(
                            Set.of(new EventVersion("Counted", 1), new EventVersion("Shipped", 1)),
                            (json, event) -> List.of()))
                .build());
    append(
        STREAM,
        counted(1),
        new Sample.Noted("2"),
        new Sample.Nested(Optional.empty()),
        new Sample.Unwritable("4"));
  }

  @Test
  void handsOnWhatIsStoredUnderEveryNameThatBecameTheOneAskedFor() {
    assertThat(types(EventFilter.ofEventTypes("Counted")))
        .containsExactly("Counted", "Noted", "Nested");
    assertThat(types(EventFilter.ofEventTypes("Shipped"))).containsExactly("Nested");
    assertThat(types(EventFilter.ofEventTypes("Shipped", "Unwritable")))
        .containsExactly("Nested", "Unwritable");
  }

  @Test
  void handsOnNothingElse() {
    assertThat(types(EventFilter.ofEventTypes("Noted"))).containsExactly("Noted");
    assertThat(types(EventFilter.ofEventTypes("Never"))).isEmpty();
    assertThat(types(EventFilter.all())).hasSize(4);
    assertThat(types(EventFilter.ofAggregateTypes("none").withEventTypes("Counted"))).isEmpty();
  }

  @Test
  void countsThemInLimitsAndAnswers() {
    EventQuery counted = ALL.filter(EventFilter.ofEventTypes("Counted"));
    List<RecordedEvent> two = log(counted.limit(2));
    List<RecordedEvent> newest = log(counted.newestFirst().limit(2));

    assertThat(two).extracting(RecordedEvent::type).containsExactly("Counted", "Noted");
    assertThat(newest).extracting(RecordedEvent::type).containsExactly("Nested", "Noted");
    assertThat(store.readLog(counted.limit(2), event -> {})).isEqualTo(two.get(1).position());
    assertThat(store.readLog(counted, event -> {})).isEqualTo(store.head());
  }

  private List<String> types(EventFilter filter) {
    List<String> types = new ArrayList<>();
    store.readLog(ALL.filter(filter), event -> types.add(event.type()));
    return types;
  }
}
