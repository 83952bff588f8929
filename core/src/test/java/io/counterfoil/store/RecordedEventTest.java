package io.counterfoil.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.counterfoil.Metadata;
import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventTree;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.EventVersion;
import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.serialization.UpcastContext;
import io.counterfoil.serialization.Upcaster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordedEventTest {
  private static final EventTypes TYPES = EventTypes.of(MoneyWithdrawn.class);
  private static final StreamId STREAM = new StreamId("account", "acc_812");
  private static final Metadata METADATA = Metadata.at(Instant.EPOCH);

  private static final String DATA = "{\"amountCents\":5000,\"balanceAfter\":12000}";

  private static RecordedEvent stored(String type, int schemaVersion, String data) {
    return stored(type, schemaVersion, data, TYPES);
  }

  private static RecordedEvent stored(
      String type, int schemaVersion, String data, EventTypes types) {
    return RecordedEvent.stored(
        STREAM,
        47,
        901,
        new UUID(1, 2),
        METADATA,
        new EncodedEvent(type, schemaVersion, data),
        types);
  }

  @Test
  void decodesThePayloadOnFirstUseAndKeepsIt() {
    RecordedEvent event =
        stored("MoneyWithdrawn", 1, "{\"amountCents\":5000,\"balanceAfter\":12000}");

    assertThat(event.payload())
        .isEqualTo(new MoneyWithdrawn(5_000, 12_000))
        .isSameAs(event.payload());
  }

  @Test
  void keepsTheStoredTextAsItIs() {
    String text = "{ \"balanceAfter\":12000, \"later\":null, \"amountCents\":5000 }";
    RecordedEvent event = stored("MoneyWithdrawn", 1, text);

    assertThat(event.payload()).isEqualTo(new MoneyWithdrawn(5_000, 12_000));
    assertThat(event.data()).isEqualTo(text);
  }

  @Test
  void encodesAPayloadAtHandOnFirstUse() {
    MoneyWithdrawn payload = new MoneyWithdrawn(5_000, 12_000);
    RecordedEvent event =
        RecordedEvent.held(STREAM, 47, 901, new NewEvent(new UUID(1, 2), payload, METADATA), TYPES);

    assertThat(event.type()).isEqualTo("MoneyWithdrawn");
    assertThat(event.schemaVersion()).isEqualTo(1);
    assertThat(event.payload()).isSameAs(payload);
    assertThat(event.data()).isEqualTo("{\"amountCents\":5000,\"balanceAfter\":12000}");
  }

  @Test
  void touchesThePayloadOnlyWhenAsked() {
    RecordedEvent event = stored("Unheard", 9, "no JSON");

    assertThatCode(
            () -> {
              assertThat(event.type()).isEqualTo("Unheard");
              assertThat(event.schemaVersion()).isEqualTo(9);
              assertThat(event.data()).isEqualTo("no JSON");
              assertThat(EventFilter.ofEventTypes("Unheard").accepts(event)).isTrue();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void tellsWhichEventCannotBeReadAndWhy() {
    RecordedEvent event = stored("MoneyWithdrawn", 1, "{\"amountCents\":\"s3cret\"}");

    assertThatExceptionOfType(UnreadableEvent.class)
        .isThrownBy(event::payload)
        .withMessageStartingWith(
            "the event MoneyWithdrawn (schema version 1) at account/acc_812 #47, position 901,"
                + " cannot be read: ")
        .withMessageContaining("amountCents: expected a whole number of 64 bits")
        .withMessageNotContaining("s3cret")
        .withCauseInstanceOf(UnreadablePayload.class)
        .satisfies(
            e -> {
              assertThat(e.event()).isSameAs(event);
              assertThat(e.event().stream()).isEqualTo(STREAM);
              assertThat(e.event().sequence()).isEqualTo(47);
              assertThat(e.stream()).isEqualTo(STREAM);
              assertThat(e.sequence()).isEqualTo(47);
              assertThat(e.position()).isEqualTo(901);
              assertThat(e.version()).isEqualTo(new EventVersion("MoneyWithdrawn", 1));
              assertThat(e.reason()).contains("amountCents").doesNotContain("s3cret");
            });
  }

  @Test
  void tellsWhichTypeOrVersionIsUnknown() {
    assertThatExceptionOfType(UnreadableEvent.class)
        .isThrownBy(() -> stored("Unheard", 1, "{}").payload())
        .withMessageContaining("unknown event type 'Unheard'; known are [MoneyWithdrawn]")
        .withCauseInstanceOf(UnknownEventType.class);
    assertThatExceptionOfType(UnreadableEvent.class)
        .isThrownBy(() -> stored("MoneyWithdrawn", 2, "{}").payload())
        .withMessageContaining("unknown schema version 2");
  }

  @Test
  void holdsWhatUpcastersMakeOfOneEvent() {
    EventTypes types =
        EventTypes.with(MoneyWithdrawn.class)
            .upcast(
                Upcaster.from("WithdrawnTwice", 1)
                    .toEach(
                        Set.of(new EventVersion("MoneyWithdrawn", 1)),
                        (json, event) ->
                            List.of(
                                EventTree.of("MoneyWithdrawn", 1, json),
                                EventTree.of("MoneyWithdrawn", 1, json.deepCopy()))))
            .upcast(Upcaster.from("Debugged", 1).dropped())
            .build();
    RecordedEvent twice = stored("WithdrawnTwice", 1, DATA, types);
    RecordedEvent dropped = stored("Debugged", 1, "{}", types);

    assertThat(twice.payloads())
        .containsExactly(new MoneyWithdrawn(5_000, 12_000), new MoneyWithdrawn(5_000, 12_000))
        .isUnmodifiable()
        .isSameAs(twice.payloads());
    assertThat(dropped.payloads()).isEmpty();
    assertThat(twice.type()).isEqualTo("WithdrawnTwice");
    assertThat(twice.data()).isEqualTo(DATA);
    assertThatIllegalStateException()
        .isThrownBy(twice::payload)
        .withMessageContaining("WithdrawnTwice[account/acc_812 #47 @901] has 2 payloads")
        .withMessageContaining("payloads()");
    assertThatIllegalStateException()
        .isThrownBy(dropped::payload)
        .withMessageContaining("has 0 payloads");
  }

  @Test
  void tellsUpcastersWhereItStands() {
    List<UpcastContext> seen = new ArrayList<>();
    EventTypes types =
        EventTypes.with(MoneyWithdrawn.class)
            .upcast(
                Upcaster.from("Taken", 1)
                    .to(
                        "MoneyWithdrawn",
                        1,
                        (json, event) -> {
                          seen.add(event);
                          return json;
                        }))
            .build();

    RecordedEvent event = stored("Taken", 1, DATA, types);

    assertThat(event.payload()).isEqualTo(new MoneyWithdrawn(5_000, 12_000));
    assertThat(seen)
        .containsExactly(
            new UpcastContext("account", "acc_812", 47, 901, new UUID(1, 2), METADATA));
  }

  @Test
  void holdsOnePayloadAsAList() {
    RecordedEvent event = stored("MoneyWithdrawn", 1, DATA);

    assertThat(event.payloads()).containsExactly(new MoneyWithdrawn(5_000, 12_000));
    assertThat(event.payloads().get(0)).isSameAs(event.payload());
  }

  @Test
  void showsWhereItStandsAndNothingOfItsPayload() {
    RecordedEvent event = stored("MoneyWithdrawn", 1, "{\"amountCents\":\"s3cret\"}");

    assertThat(event).hasToString("MoneyWithdrawn[account/acc_812 #47 @901]");
  }

  @Test
  void isEqualByItsId() {
    RecordedEvent one = stored("MoneyWithdrawn", 1, "{}");

    assertThat(one)
        .isEqualTo(stored("Unheard", 1, "{}"))
        .hasSameHashCodeAs(stored("Unheard", 1, "{}"));
    assertThat(one)
        .isNotEqualTo(
            RecordedEvent.stored(
                STREAM,
                47,
                901,
                new UUID(1, 3),
                METADATA,
                new EncodedEvent("MoneyWithdrawn", 1, "{}"),
                TYPES));
  }
}
