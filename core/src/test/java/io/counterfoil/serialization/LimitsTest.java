package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private final JsonCodec codec = JsonCodec.create();

  record Nest(Optional<Nest> inner) {
    static Nest deep(int depth) {
      Nest nest = new Nest(Optional.empty());
      for (int i = 1; i < depth; i++) {
        nest = new Nest(Optional.of(nest));
      }
      return nest;
    }
  }

  @Test
  void readsWhatItWritesUpToTheDepth() {
    Nest deepest = Nest.deep(JsonCodec.DEEPEST);

    assertThat(codec.decode(codec.encode(deepest), Nest.class)).isEqualTo(deepest);
  }

  @Test
  void refusesToWriteDeeper() {
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.encode(Nest.deep(JsonCodec.DEEPEST + 1)))
        .withMessageContaining("nested deeper than a depth of 200");
  }

  @Test
  void refusesToReadDeeperAlsoInWhatItIgnores() {
    String deep = "{\"x\":" + "[".repeat(JsonCodec.DEEPEST) + "]".repeat(JsonCodec.DEEPEST) + "}";

    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode(deep, Nest.class))
        .withMessageContaining("nested deeper than a depth of 200");
    assertThatExceptionOfType(UnreadablePayload.class).isThrownBy(() -> codec.readObject(deep));
  }

  record Text(String text) {}

  @Test
  void readsWhatItWritesUpToTheLength() {
    int around = "{\"text\":\"\"}".length();
    Text longest = new Text("x".repeat(JsonCodec.LONGEST_TEXT - around));

    String json = codec.encode(longest);

    assertThat(json.length()).isEqualTo(JsonCodec.LONGEST_TEXT);
    assertThat(codec.decode(json, Text.class).text().length()).isEqualTo(longest.text().length());
  }

  @Test
  void refusesWhatIsLonger() {
    Text longer = new Text("x".repeat(JsonCodec.LONGEST_TEXT));

    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.encode(longer))
        .withMessageContaining("more than " + JsonCodec.LONGEST_TEXT);
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode(" ".repeat(JsonCodec.LONGEST_TEXT + 1), Text.class))
        .withMessageContaining("more than " + JsonCodec.LONGEST_TEXT);
  }

  record Keyed(Map<String, Long> map) {}

  @Test
  void readsKeysOfAnyLength() {
    Keyed keyed = new Keyed(Map.of("k".repeat(100_000), 1L));

    assertThat(codec.decode(codec.encode(keyed), Keyed.class)).isEqualTo(keyed);
  }

  @Test
  void readsNumbersUpToTheirLength() {
    BigInteger longest = BigInteger.TEN.pow(999);

    assertThat(codec.decode(codec.encode(longest), BigInteger.class)).isEqualTo(longest);
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode("1" + "0".repeat(1_000), BigInteger.class));
  }

  @Test
  void refusesToWriteALongerNumber() {
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.encode(BigInteger.TEN.pow(1_000)))
        .withMessageContaining("a number has more than 1000 characters");
  }

  /** Trees of upcasters have the limits of what is stored. */
  @Test
  void limitsTreesToo() {
    EventVersion version = new EventVersion("Old", 1);
    String deepest =
        "{\"x\":".repeat(JsonCodec.DEEPEST - 1) + "{}" + "}".repeat(JsonCodec.DEEPEST - 1);

    assertThat(JsonTree.write(version, JsonTree.read(version, deepest))).isEqualTo(deepest);
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> JsonTree.read(version, "{\"x\":" + deepest + "}"))
        .withMessageContaining("nested deeper than a depth of 200");
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(
            () ->
                JsonTree.write(
                    version,
                    JsonTree.read(version, "{}").set("x", JsonTree.read(version, deepest))))
        .withMessageContaining("an upcaster made of it what is no JSON");
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> JsonTree.read(version, "{\"x\":1" + "0".repeat(1_000) + "}"));
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(
            () -> JsonTree.read(version, "{\"x\":\"" + "x".repeat(JsonCodec.LONGEST_TEXT) + "\"}"));
  }
}
