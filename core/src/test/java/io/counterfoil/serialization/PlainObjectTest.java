package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.CommandRejected;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainObjectTest {
  private final JsonCodec codec = JsonCodec.create();

  @Test
  void readsNumbersExactly() {
    Map<String, Object> read =
        codec.readObject(
            "{\"whole\":5,\"large\":9223372036854775807,\"larger\":9223372036854775808,"
                + "\"decimal\":1.10,\"long\":0.12345678901234567890123,\"exponent\":1E+3}");

    assertThat(read)
        .containsEntry("whole", 5L)
        .containsEntry("large", Long.MAX_VALUE)
        .containsEntry("larger", new BigInteger("9223372036854775808"))
        .containsEntry("decimal", new BigDecimal("1.10"))
        .containsEntry("long", new BigDecimal("0.12345678901234567890123"))
        .containsEntry("exponent", new BigDecimal("1E+3"));
  }

  @Test
  void readsTheRestAsItIs() {
    Map<String, Object> read =
        codec.readObject(
            "{\"b\":true,\"a\":\"text\",\"list\":[1,{\"x\":false}],\"none\":null,\"in\":{}}");

    assertThat(read)
        .containsExactly(
            Map.entry("b", true),
            Map.entry("a", "text"),
            Map.entry("list", List.of(1L, Map.of("x", false))),
            Map.entry("in", Map.of()))
        .isUnmodifiable();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "5",
        "\"x\"",
        "{",
        "{} {}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":[null]}"
      })
  void readsObjectsOnly(String json) {
    assertThatExceptionOfType(UnreadablePayload.class).isThrownBy(() -> codec.readObject(json));
  }

  @Test
  void writesWhatItReadsInTheOrderOfTheNames() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("c", new BigDecimal("1.10"));
    values.put("b", List.of(Map.of("y", 1L, "x", true)));
    values.put("a", new BigInteger("9223372036854775808"));

    String json = codec.encode(values);

    assertThat(json)
        .isEqualTo("{\"a\":9223372036854775808,\"b\":[{\"x\":true,\"y\":1}],\"c\":1.10}");
    assertThat(codec.readObject(json)).isEqualTo(values);
  }

  record Part(String text) {}

  @Test
  void refusesToWriteWhatItWouldNotReadBack() {
    for (Object value : List.of(new Part("x"), Map.of(1, "x"), new Object())) {
      assertThatExceptionOfType(UnreadablePayload.class)
          .isThrownBy(() -> codec.encode(Map.of("a", value)))
          .withMessageContaining("a map outside a record");
    }
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.encode(Collections.singletonMap("a", null)))
        .withMessageContaining("holds null");
  }

  @Test
  void bringsTheDataOfARejectionBackEqual() {
    CommandRejected rejected =
        new CommandRejected(
            "insufficient-funds",
            "too little",
            Map.of(
                "balance",
                new BigDecimal("1.10"),
                "zeros",
                new BigDecimal("100.00"),
                "cents",
                5,
                "wide",
                new BigInteger("123456789012345678901234567890"),
                "edge",
                Long.MIN_VALUE,
                "round",
                new BigDecimal("1E+3"),
                "rough",
                0.5,
                "frozen",
                true,
                "kind",
                Thread.State.NEW,
                "owner",
                "acc_812"));

    Map<String, Object> back = codec.readObject(codec.encode(rejected.data()));

    assertThat(new CommandRejected("insufficient-funds", "too little", back).data())
        .isEqualTo(rejected.data());
  }
}
