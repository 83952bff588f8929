package io.counterfoil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
  private static final Metadata BARE = Metadata.at(Instant.ofEpochMilli(1_717_250_000_000L));

  @Test
  void keepsWhatItIsGiven() {
    Metadata metadata =
        BARE.withCorrelationId("c-9k").withCausationId("cmd-44").withHeader("tenant", "acme");

    assertThat(metadata.correlationId()).contains("c-9k");
    assertThat(metadata.causationId()).contains("cmd-44");
    assertThat(metadata.headers()).containsExactly(Map.entry("tenant", "acme"));
    assertThat(metadata.at()).isEqualTo(BARE.at());
    assertThat(BARE.headers()).isEmpty();
  }

  @Test
  void cutsWhatIsFinerThanAMillisecond() {
    assertThat(Metadata.at(Instant.parse("2024-02-29T23:59:59.123999999Z")).at())
        .isEqualTo(Instant.parse("2024-02-29T23:59:59.123Z"));
    assertThat(Metadata.at(Instant.parse("1969-12-31T23:59:59.999999999Z")).at())
        .isEqualTo(Instant.ofEpochMilli(-1));
  }

  @Test
  void sortsAndCopiesTheHeaders() {
    Map<String, String> given = new HashMap<>(Map.of("b", "2", "a", "1"));
    Metadata metadata = new Metadata(Optional.empty(), Optional.empty(), BARE.at(), given);

    given.put("c", "3");

    assertThat(metadata.headers()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    assertThat(metadata.headers()).isUnmodifiable();
    assertThat(metadata.withHeader("a", "9").headers()).containsEntry("a", "9").hasSize(2);
  }

  @Test
  void takesIdsOfUpTo255Characters() {
    String longest = "x".repeat(255);

    assertThat(BARE.withCorrelationId(longest).correlationId()).contains(longest);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> BARE.withCorrelationId(longest + "x"))
        .withMessage("correlationId must have 1 to 255 characters, but has 256");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> BARE.withCausationId(""))
        .withMessageContaining("causationId must have 1 to 255 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"correlationId", "causationId", "at"})
  void refusesHeadersWhoseNamesHaveAMeaning(String name) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> BARE.withHeader(name, "x"))
        .withMessageContaining("a header cannot be named '" + name + "'");
  }

  @Test
  void refusesHeadersThatAreTooLong() {
    assertThat(BARE.withHeader("h".repeat(255), "v".repeat(65_281)).headers()).hasSize(1);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> BARE.withHeader("", "x"))
        .withMessageContaining("1 to 255 characters");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> BARE.withHeader("h".repeat(256), "x"))
        .withMessageContaining("1 to 255 characters");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> BARE.withHeader("h".repeat(255), "v".repeat(65_282)))
        .withMessageContaining("at most 65536 characters, but these have 65537");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0", "\ud800", "\udc00x", "x\ud83d", "\ud83d\ud83d\ude00"})
  void refusesTextThatNotEveryStoreKeeps(String text) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> BARE.withCorrelationId(text));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> BARE.withCausationId(text));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> BARE.withHeader(text, "x"));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> BARE.withHeader("x", text))
        .withMessageStartingWith("header x contains")
        .withMessageNotContaining(text);
  }

  @Test
  void takesWholeSurrogatePairs() {
    assertThat(BARE.withHeader("x", "\ud83d\ude00").headers()).containsEntry("x", "\ud83d\ude00");
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless host may do
  void refusesNull() {
    assertThatNullPointerException().isThrownBy(() -> Metadata.at(null)).withMessage("at");
    assertThatNullPointerException().isThrownBy(() -> BARE.withHeader("x", null));
    assertThatNullPointerException().isThrownBy(() -> BARE.withCorrelationId(null));
    assertThatNullPointerException()
        .isThrownBy(() -> new Metadata(null, Optional.empty(), BARE.at(), Map.of()))
        .withMessage("correlationId");
  }
}
