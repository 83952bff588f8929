package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTypesTest {

  sealed interface Account extends Event {}

  record Opened(String owner) implements Account {}

  record Closed() implements Account {}

  record Alone(long n) implements Event {}

  @Test
  void namesEventsByTheirSimpleNames() {
    EventTypes types = EventTypes.of(Account.class, Alone.class);

    assertThat(types.names()).containsExactly("Alone", "Closed", "Opened");
    assertThat(types.nameOf(Opened.class)).isEqualTo("Opened");
    assertThat(types.schemaVersionOf(Opened.class)).isEqualTo(1);
    assertThat(types.knows(Closed.class)).isTrue();
    assertThat(types).hasToString("EventTypes[Alone, Closed, Opened]");
  }

  @Test
  void writesAndReadsAnEventUnderItsName() {
    EventTypes types = EventTypes.of(Account.class);

    EncodedEvent encoded = types.encode(new Opened("Ada"));

    assertThat(encoded).isEqualTo(new EncodedEvent("Opened", 1, "{\"owner\":\"Ada\"}"));
    assertThat(types.decode(encoded)).isEqualTo(new Opened("Ada"));
  }

  @Test
  void takesTheSameEventThroughTwoFamilies() {
    assertThat(EventTypes.of(Account.class, Opened.class).names())
        .containsExactly("Closed", "Opened");
  }

  interface Unsealed extends Event {}

  @Test
  void refusesAFamilyThatIsNotClosed() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> EventTypes.of(Unsealed.class))
        .withMessageContaining("is not closed: " + Unsealed.class.getName());
  }

  static final class Other {
    record Opened() implements Event {}
  }

  @Test
  void refusesTwoEventsOfOneName() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> EventTypes.of(Account.class, Other.Opened.class))
        .withMessageContaining("two events share the name 'Opened'")
        .withMessageContaining(Opened.class.getName())
        .withMessageContaining(Other.Opened.class.getName());
  }

  record Shapeless(Object anything) implements Event {}

  static final class NoRecord implements Event {}

  @Test
  void refusesAnEventThatCannotBeReadBack() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> EventTypes.of(Shapeless.class))
        .withMessageContaining("component anything");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> EventTypes.of(NoRecord.class))
        .withMessageContaining(NoRecord.class.getName());
  }

  @Test
  void saysWhatItDoesNotKnow() {
    EventTypes types = EventTypes.of(Account.class);

    assertThatExceptionOfType(UnknownEventType.class)
        .isThrownBy(() -> types.encode(new Alone(1)))
        .withMessageContaining(Alone.class.getName())
        .withMessageContaining("[Closed, Opened]");
    assertThatExceptionOfType(UnknownEventType.class)
        .isThrownBy(() -> types.decode(new EncodedEvent("Frozen", 1, "{}")))
        .withMessage("unknown event type 'Frozen'; known are [Closed, Opened]")
        .satisfies(e -> assertThat(e.known()).containsExactlyInAnyOrder("Opened", "Closed"));
    assertThatExceptionOfType(UnknownEventType.class)
        .isThrownBy(() -> types.decode(new EncodedEvent("Opened", 2, "{}")))
        .withMessageContaining("unknown schema version 2 of event type 'Opened'")
        .satisfies(e -> assertThat(e.type()).isEqualTo("Opened"));
  }

  @Test
  void asksTheCodecItWasGiven() {
    EventTypes types = EventTypes.of(new UpperCase(), List.of(Opened.class));

    assertThat(types.encode(new Opened("Ada")).data()).isEqualTo("OPENED[OWNER=ADA]");
    assertThat(types.codec()).isInstanceOf(UpperCase.class);
    assertThatThrownBy(() -> EventTypes.of(new UpperCase(), List.of(Closed.class)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no closing");
  }

  private static final class UpperCase implements EventCodec {
    @Override
    public String encode(Object value) {
      return value.toString().toUpperCase(java.util.Locale.ROOT);
    }

    @Override
    public <T> T decode(String text, Class<T> type) {
      throw new UnreadablePayload(type.getName(), "it only writes");
    }

    @Override
    public void check(Class<?> type) {
      if (type == Closed.class) {
        throw new IllegalArgumentException("no closing");
      }
    }
  }

  @Test
  void storesNoSchemaVersionBelowOne() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new EncodedEvent("Opened", 0, "{}"));
  }
}
