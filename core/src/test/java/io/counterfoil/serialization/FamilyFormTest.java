package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FamilyFormTest {
  private final JsonCodec codec = JsonCodec.create();

  sealed interface Payment {}

  record Cash(BigDecimal amount) implements Payment {}

  sealed interface Card extends Payment {}

  record Debit(String iban) implements Card {}

  record Credit(String number, List<Payment> splits) implements Card {}

  record Order(
      Payment payment,
      Optional<Payment> deposit,
      List<Payment> others,
      Map<String, Card> cards,
      Credit credit) {}

  @Test
  void namesTheMemberOfASealedFamily() {
    Order order =
        new Order(
            new Cash(new BigDecimal("1.10")),
            Optional.of(new Debit("CH1")),
            List.of(new Credit("4", List.of(new Cash(BigDecimal.ONE)))),
            Map.of("a", new Debit("CH2")),
            new Credit("5", List.of()));

    String json = codec.encode(order);

    assertThat(json)
        .isEqualTo(
            "{\"payment\":{\"@type\":\"Cash\",\"amount\":1.10},"
                + "\"deposit\":{\"@type\":\"Debit\",\"iban\":\"CH1\"},"
                + "\"others\":[{\"@type\":\"Credit\",\"number\":\"4\","
                + "\"splits\":[{\"@type\":\"Cash\",\"amount\":1}]}],"
                + "\"cards\":{\"a\":{\"@type\":\"Debit\",\"iban\":\"CH2\"}},"
                + "\"credit\":{\"number\":\"5\",\"splits\":[]}}");
    assertThat(codec.decode(json, Order.class)).isEqualTo(order);
  }

  @Test
  void namesTheMemberOfAFamilyThatAValueIsWrittenAs() {
    String json = codec.encode(new Debit("CH1"), Payment.class);

    assertThat(json).isEqualTo("{\"@type\":\"Debit\",\"iban\":\"CH1\"}");
    assertThat(codec.decode(json, Payment.class)).isEqualTo(new Debit("CH1"));
    assertThat(codec.encode(new Debit("CH1"), Debit.class)).isEqualTo("{\"iban\":\"CH1\"}");
  }

  enum Tone {
    HIGH {},
    LOW
  }

  @Test
  void writesAValueOnlyAsWhatItCanBeReadBackAs() {
    assertThat(codec.encode(Tone.HIGH, Tone.class)).isEqualTo("\"HIGH\"");
    assertThat(codec.encode(5L, Long.class)).isEqualTo("5");
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.encode(new Debit("CH1"), Cash.class))
        .withMessageContaining("the value is a " + Debit.class.getName());
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.encode(5L, Payment.class));
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.encode(5L, Number.class));
  }

  @Test
  void findsTheNameWhereverItStandsAndLosesNoDigit() {
    String json =
        "{\"payment\":{\"x\":[1.10],\"amount\":12345678901234567890.10,\"@type\":\"Cash\"}}";

    assertThat(codec.decode(json, Order.class).payment())
        .isEqualTo(new Cash(new BigDecimal("12345678901234567890.10")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"amount\":1}",
        "{\"@type\":\"Unknown\"}",
        "{\"@type\":\"cash\",\"amount\":1}",
        "{\"@type\":\"\",\"amount\":1}",
        "{\"@type\":null,\"amount\":1}",
        "{\"@type\":\"Order\"}",
        "{\"@type\":\"io.counterfoil.serialization.FamilyFormTest$Cash\",\"amount\":1}",
        "{\"@type\":\"java.io.File\"}",
        "[\"Cash\",{\"amount\":1}]",
        "\"Cash\""
      })
  void readsNothingThatTheFamilyDoesNotHold(String payment) {
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode("{\"payment\":" + payment + "}", Order.class))
        .satisfies(e -> assertThat(e.reason()).startsWith("payment: "));
  }

  @Test
  void readsAMemberOfTheSmallerFamilyOnly() {
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(
            () ->
                codec.decode("{\"cards\":{\"a\":{\"@type\":\"Cash\",\"amount\":1}}}", Order.class))
        .withMessageContaining("names no member of the family " + Card.class.getName());
  }
}
