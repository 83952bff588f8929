package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTextTest {
  private static final AtomicInteger MADE = new AtomicInteger();

  private final JsonCodec codec = JsonCodec.create();

  /** Counts its instances: no text may make one. */
  public static final class Gadget {
    public Gadget() {
      MADE.incrementAndGet();
    }

    public Gadget(String command) {
      this();
      assertThat(command).isNotNull();
    }
  }

  sealed interface Choice {}

  record One(String text) implements Choice {}

  record Target(String text, Choice choice, List<String> list, Map<String, String> map) {}

  private static final String GADGET = "io.counterfoil.serialization.HostileTextTest$Gadget";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"a\",\"@class\":\"" + GADGET + "\"}",
        "{\"@class\":\"" + GADGET + "\",\"text\":\"a\"}",
        "{\"@type\":\"" + GADGET + "\",\"text\":\"a\"}",
        "{\"@c\":\".Gadget\",\"text\":\"a\",\"x\":[\"" + GADGET + "\",{}]}",
        "{\"text\":\"a\",\"map\":{\"@class\":\"" + GADGET + "\"}}",
        "{\"text\":\"a\",\"list\":[\"" + GADGET + "\",\"{}\"]}"
      })
  void takesClassNamesForPlainText(String json) {
    Target target = codec.decode(json, Target.class);

    assertThat(target.text()).isEqualTo("a");
    assertThat(MADE).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"" + GADGET + "\",{}]",
        "{\"text\":[\"" + GADGET + "\",{}]}",
        "{\"choice\":[\"" + GADGET + "\",{}]}",
        "{\"choice\":{\"@type\":\"" + GADGET + "\"}}",
        "{\"choice\":{\"@class\":\"" + GADGET + "\"}}",
        "{\"list\":[\"java.util.ArrayList\",[\"" + GADGET + "\",{}]]}"
      })
  void makesNothingThatTheTypeDoesNotName(String json) {
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode(json, Target.class));
    assertThat(MADE).hasValue(0);
  }

  @Test
  void readsAPlainObjectAsPlainValues() {
    Map<String, Object> read =
        codec.readObject("{\"@class\":\"" + GADGET + "\",\"x\":[\"" + GADGET + "\",{}]}");

    assertThat(read).containsEntry("@class", GADGET);
    assertThat(MADE).hasValue(0);
  }
}
