package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictReadingTest {
  private final JsonCodec codec = JsonCodec.create();

  enum Kind {
    A,
    B
  }

  record Part(long n) {}

  @SuppressWarnings("ArrayRecordComponent") // it is read, never compared
  record Every(
      Long whole,
      Integer small,
      Short shorter,
      Byte tiny,
      Boolean truth,
      Character letter,
      Double rough,
      Float rougher,
      BigDecimal exact,
      BigInteger big,
      String text,
      Kind kind,
      LocalDate date,
      Instant instant,
      UUID uuid,
      Part part,
      List<Long> list,
      Map<Integer, Long> map,
      Map<Kind, Long> keyed,
      byte[] bytes,
      int[] ints,
      double[] doubles) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "whole | 1.5",
        "whole | 1.0",
        "whole | 1e3",
        "whole | \"5\"",
        "whole | true",
        "whole | \"\"",
        "whole | []",
        "whole | [5]",
        "whole | {}",
        "whole | 9223372036854775808",
        "small | 2147483648",
        "shorter | 32768",
        "tiny | 128",
        "tiny | 255",
        "truth | 1",
        "truth | \"true\"",
        "truth | \"\"",
        "letter | \"ab\"",
        "letter | \"\"",
        "letter | 65",
        "rough | \"1.5\"",
        "rough | \"NaN\"",
        "rough | 1e999",
        "rough | 9007199254740993",
        "rougher | 1e300",
        "rougher | 16777217",
        "exact | \"1.10\"",
        "exact | true",
        "big | 1.0",
        "big | \"1\"",
        "text | 5",
        "text | true",
        "text | {}",
        "text | [\"a\"]",
        "kind | \"a\"",
        "kind | \"\"",
        "kind | \" A\"",
        "kind | 0",
        "kind | \"0\"",
        "kind | \"C\"",
        "date | 19000",
        "date | [2024,1,1]",
        "date | \"2024-01-01T00:00:00Z\"",
        "date | \"2024-02-30\"",
        "date | \"\"",
        "instant | 1717250000000",
        "instant | \"2024-01-01\"",
        "uuid | \"1-1-1-1-1\"",
        "uuid | \"\"",
        "part | \"\"",
        "part | []",
        "part | [1]",
        "part | 1",
        "list | 1",
        "list | \"\"",
        "list | {}",
        "list | [\"1\"]",
        "list | [1.5]",
        "map | []",
        "map | \"\"",
        "map | {\"a\":1}",
        "keyed | {\"a\":1}",
        "keyed | {\" A\":1}",
        "keyed | {\"0\":1}",
        "map | {\"01\":1}",
        "map | {\"1.0\":1}",
        "map | {\"1\":\"1\"}",
        "bytes | \"not base64!\"",
        "bytes | [1]",
        "ints | [1.5]",
        "ints | [null]",
        "ints | 1",
        "ints | [2147483648]",
        "doubles | [\"NaN\"]",
      })
  void coercesNothing(String component, String value) {
    String json = "{\"" + component + "\":" + value + "}";

    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode(json, Every.class))
        .satisfies(e -> assertThat(e.reason()).startsWith(component))
        .withMessageContaining("expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "{",
        "{\"n\":1",
        "{\"n\":1}}",
        "{\"n\":1} {}",
        "{\"n\":1} x",
        "{\"n\":1,}",
        "{\"n\":01}",
        "{\"n\":+1}",
        "{'n':1}",
        "{n:1}",
        "{\"n\":NaN}",
        "{\"n\":1}//",
        "{\"n\":1,\"n\":1}",
        "{\"n\":1,\"x\":{\"y\":1,\"y\":2}}",
        "[]",
        "[{\"n\":1}]",
        "\"{}\"",
        "1",
        "true"
      })
  void readsOneWellFormedObjectAndNothingElse(String json) {
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode(json, Part.class));
  }

  record Amounts(
      long a, int b, short c, byte d, boolean e, char f, double g, float h, List<Part> parts) {}

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c", "d", "e", "f", "g", "h"})
  void namesTheMissingPrimitive(String missing) {
    String json =
        "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":true,\"f\":\"x\",\"g\":1.0,\"h\":1.0}"
            .replace("\"" + missing + "\"", "\"other\"");

    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode(json, Amounts.class))
        .satisfies(e -> assertThat(e.reason()).startsWith(missing + ": is missing"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c", "d", "e", "f", "g", "h"})
  void namesTheNullPrimitive(String missing) {
    String json =
        "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":true,\"f\":\"x\",\"g\":1.0,\"h\":1.0}"
            .replaceAll("\"" + missing + "\":[^,}]+", "\"" + missing + "\":null");

    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode(json, Amounts.class))
        .satisfies(e -> assertThat(e.reason()).startsWith(missing + ": is null"));
  }

  @Test
  void tellsThePathInside() {
    String json =
        "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":true,\"f\":\"x\",\"g\":1.0,\"h\":1.0,"
            + "\"parts\":[{\"n\":1},{\"n\":2},{\"n\":\"3\"}]}";

    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode(json, Amounts.class))
        .satisfies(
            e -> {
              assertThat(e.type()).isEqualTo(Amounts.class.getName());
              assertThat(e.reason()).isEqualTo("parts[2].n: expected a whole number of 64 bits");
            });
  }
}
