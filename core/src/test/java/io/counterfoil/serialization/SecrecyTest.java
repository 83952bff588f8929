package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages reach logs; payloads must not. */
class SecrecyTest {
  private final JsonCodec codec = JsonCodec.create();

  enum Kind {
    A
  }

  sealed interface Choice {}

  record One(long n) implements Choice {}

  record Checked(String text) {
    Checked {
      if (text.startsWith("s3cret")) {
        throw new IllegalArgumentException("bad text: " + text);
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Payload(
      long number,
      BigDecimal exact,
      Kind kind,
      LocalDate date,
      UUID uuid,
      List<Long> list,
      Map<String, Long> map,
      Map<Long, Long> keyed,
      Choice choice,
      Checked checked,
      boolean truth,
      byte[] bytes) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"number\":\"s3cret\"}",
        "{\"number\":1,\"exact\":\"s3cret\"}",
        "{\"number\":1,\"kind\":\"s3cret\"}",
        "{\"number\":1,\"date\":\"s3cret\"}",
        "{\"number\":1,\"uuid\":\"s3cret\"}",
        "{\"number\":1,\"list\":[\"s3cret\"]}",
        "{\"number\":1,\"list\":\"s3cret\"}",
        "{\"number\":1,\"map\":{\"s3cret\":\"1\"}}",
        "{\"number\":1,\"map\":{\"s3cret\":1,\"s3cret\":1}}",
        "{\"number\":1,\"keyed\":{\"s3cret\":1}}",
        "{\"number\":1,\"choice\":{\"@type\":\"s3cret\"}}",
        "{\"number\":1,\"choice\":\"s3cret\"}",
        "{\"number\":1,\"checked\":{\"text\":\"s3cret\"}}",
        "{\"number\":1,\"checked\":\"s3cret\"}",
        "{\"number\":1,\"truth\":\"s3cret\"}",
        "{\"number\":1,\"truth\":true,\"bytes\":\"!s3cret\"}",
        "{\"number\":1,\"truth\":s3cret}",
        "{\"number\":1,\"truth\":true} s3cret",
        "{\"number\":1,\"s3cret\":[",
        "{\"s3cret\":1,\"s3cret\":1}",
        "s3cret",
        "\"s3cret\"",
        "[\"s3cret\"]"
      })
  void keepsThePayloadOutOfWhatIsThrown(String json) {
    UnreadablePayload thrown =
        catchThrowableOfType(UnreadablePayload.class, () -> codec.decode(json, Payload.class));

    assertThat(allOf(thrown)).doesNotContain("s3cret");
    assertThat(thrown.reason()).isNotEmpty();
  }

  record Leaky(String text) {
    @Override
    public String text() {
      throw new IllegalStateException("s3cret");
    }
  }

  @Test
  void keepsTheMessageOfAFailingAccessorOut() {
    UnreadablePayload thrown =
        catchThrowableOfType(UnreadablePayload.class, () -> codec.encode(new Leaky("")));

    assertThat(allOf(thrown))
        .doesNotContain("s3cret")
        .contains("text: it failed with java.lang.IllegalStateException");
  }

  private static String allOf(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
