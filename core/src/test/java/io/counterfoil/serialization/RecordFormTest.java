package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RecordFormTest {
  private final JsonCodec codec = JsonCodec.create();

  record Account(String zebra, long amount, boolean isOpen, String alpha) {
    boolean isEmpty() {
      return amount == 0;
    }

    public long getTotal() {
      return amount;
    }

    public long getAmount() {
      return -1;
    }

    public String withdrawn() {
      return "no component";
    }

    public static Account valueOf(String text) {
      return new Account(text, 0, false, "");
    }
  }

  @Test
  void writesTheComponentsInTheirOrderAndNothingElse() {
    String json = codec.encode(new Account("z", 5, true, "a"));

    assertThat(json).isEqualTo("{\"zebra\":\"z\",\"amount\":5,\"isOpen\":true,\"alpha\":\"a\"}");
    assertThat(codec.decode(json, Account.class)).isEqualTo(new Account("z", 5, true, "a"));
  }

  @Test
  void readsComponentsInAnyOrderAndIgnoresUnknownOnes() {
    String json =
        "{\"later\":{\"x\":[1,{\"y\":null}]},\"alpha\":\"a\",\"total\":9,\"isOpen\":true,"
            + "\"amount\":5,\"zebra\":\"z\"}";

    assertThat(codec.decode(json, Account.class)).isEqualTo(new Account("z", 5, true, "a"));
  }

  @Test
  void callsNoFactoryThatLooksLikeAConversion() {
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode("\"z\"", Account.class));
  }

  record Empty() {}

  @Test
  void writesARecordWithoutComponents() {
    assertThat(codec.encode(new Empty())).isEqualTo("{}");
    assertThat(codec.decode("{}", Empty.class)).isEqualTo(new Empty());
  }

  private record Hidden(Inner inner) {
    private record Inner(int number) {}
  }

  @Test
  void reachesPrivateRecords() {
    Hidden hidden = new Hidden(new Hidden.Inner(3));

    assertThat(codec.decode(codec.encode(hidden), Hidden.class)).isEqualTo(hidden);
  }

  record Overloaded(String text) {
    Overloaded(int number) {
      this(Integer.toString(number));
    }

    Overloaded() {
      this("none");
    }
  }

  @Test
  void usesTheCanonicalConstructorAlone() {
    assertThat(codec.decode("{\"text\":\"a\"}", Overloaded.class)).isEqualTo(new Overloaded("a"));
    assertThat(codec.decode("{}", Overloaded.class).text()).isNull();
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode("5", Overloaded.class));
  }

  record Booking(
      Optional<LocalDate> on,
      Optional<BigDecimal> amount,
      OptionalInt small,
      OptionalLong large,
      OptionalDouble rate) {}

  @Test
  void leavesAbsentOptionalsOutAndReadsThemAsEmpty() {
    Booking absent =
        new Booking(
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty());

    assertThat(codec.encode(absent)).isEqualTo("{}");
    assertThat(codec.decode("{}", Booking.class)).isEqualTo(absent);
    assertThat(
            codec.decode(
                "{\"on\":null,\"amount\":null,\"small\":null,\"large\":null,\"rate\":null}",
                Booking.class))
        .isEqualTo(absent);
  }

  @Test
  void writesPresentOptionalsAsTheirValues() {
    Booking present =
        new Booking(
            Optional.of(LocalDate.of(2024, 2, 29)),
            Optional.of(new BigDecimal("1.10")),
            OptionalInt.of(0),
            OptionalLong.of(0),
            OptionalDouble.of(0.5));

    String json = codec.encode(present);

    assertThat(json)
        .isEqualTo("{\"on\":\"2024-02-29\",\"amount\":1.10,\"small\":0,\"large\":0,\"rate\":0.5}");
    assertThat(codec.decode(json, Booking.class)).isEqualTo(present);
  }

  record Loose(String text, List<String> list, Long boxed) {}

  @Test
  void leavesWhatIsMissingOrNullToTheConstructor() {
    Loose loose = codec.decode("{\"text\":null,\"boxed\":null}", Loose.class);

    assertThat(loose.text()).isNull();
    assertThat(loose.list()).isNull();
    assertThat(loose.boxed()).isNull();
    assertThat(codec.encode(loose)).isEqualTo("{}");
  }

  record Strict(List<String> list) {
    Strict {
      list = List.copyOf(list);
    }
  }

  @Test
  void saysThatAConstructorRefusedWhatIsMissing() {
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode("{}", Strict.class))
        .withMessageContaining("the constructor of " + Strict.class.getName())
        .withMessageContaining("java.lang.NullPointerException");
  }

  @JsonPropertyOrder({"second", "first"})
  record Annotated(@JsonProperty("renamed") String first, @JsonIgnore String second) {
    @JsonProperty
    String third() {
      return "3";
    }
  }

  @Test
  void givesAnnotationsNoSayInTheStoredForm() {
    String json = codec.encode(new Annotated("1", "2"));

    assertThat(json).isEqualTo("{\"first\":\"1\",\"second\":\"2\"}");
    assertThat(codec.decode(json, Annotated.class)).isEqualTo(new Annotated("1", "2"));
  }
}
