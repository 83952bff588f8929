package io.counterfoil.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.Metadata;
import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.serialization.UnreadablePayload;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordedEventTest {
  private static final EventTypes TYPES = EventTypes.of(MoneyWithdrawn.class);
  private static final StreamId STREAM = new StreamId("account", "acc_812");
  private static final Metadata METADATA = Metadata.at(Instant.EPOCH);

  private static RecordedEvent stored(String type, int schemaVersion, String data) {
    return RecordedEvent.stored(
        STREAM,
        47,
        901,
        new UUID(1, 2),
        METADATA,
        new EncodedEvent(type, schemaVersion, data),
        TYPES);
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
