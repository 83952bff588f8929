package io.counterfoil.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.contract.Sample;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the store in memory promises beyond the contract. */
class InMemoryEventStoreOwnTest {
  private static final StreamId STREAM = new StreamId("order", "o-1");

  private final InMemoryEventStore store = InMemoryEventStore.of(Sample.types());

  @Test
  void keepsTheVeryObjects() {
    Event event = new Sample.Noted("kept");

    append(store, event);

    assertThat(store.events(STREAM).get(0).payload()).isSameAs(event);
  }

  @Test
  void readsBackFromJsonWhenEncoding() {
    EventStore encoding = store.encoding();
    Event event = new Sample.Noted("encoded");

    append(encoding, event);

    RecordedEvent read = encoding.events(STREAM).get(0);
    assertThat(read.payload()).isEqualTo(event).isNotSameAs(event);
    assertThat(read.data()).isEqualTo("{\"text\":\"encoded\"}");
  }

  @Test
  void failsTheAppendOfAnEventThatCannotBeWrittenWhenEncoding() {
    EventStore encoding = store.encoding();

    assertThatThrownBy(
            () -> append(encoding, new Sample.Noted("first"), new Sample.Unwritable("second")))
        .isInstanceOf(UnreadablePayload.class);

    assertThat(encoding.status()).isEqualTo(new StoreStatus(0, 0, 0));
  }

  @Test
  void encodesInAStoreOfItsOwn() {
    append(store, new Sample.Noted("here"));

    assertThat(store.encoding().events(STREAM)).isEmpty();
    assertThat(store.events(STREAM)).hasSize(1);
  }

  @Test
  void givesPositionsWithoutHoles() {
    for (int i = 0; i < 5; i++) {
      append(store, new Sample.Counted(i), new Sample.Counted(i));
      assertThatThrownBy(
              () ->
                  store.append(
                      Append.of(
                          STREAM,
                          ExpectedVersion.none(),
                          List.of(new Sample.Counted(0)),
                          Metadata.at(Instant.EPOCH))))
          .isNotNull();
    }

    assertThat(store.events(STREAM))
        .extracting(RecordedEvent::position)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void showsNoEventPayloadInItsName() {
    append(store, new Sample.Noted("secret"));

    assertThat(store).hasToString("InMemoryEventStore[events=1, streams=1]");
  }

  private static void append(EventStore store, Event... events) {
    store.append(
        Append.of(STREAM, ExpectedVersion.any(), List.of(events), Metadata.at(Instant.EPOCH)));
  }
}
