package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

  /** Payloads that have run code in programs whose JSON could choose classes. */
  static final List<String> KNOWN_GADGETS =
      List.of(
          "[\"com.sun.rowset.JdbcRowSetImpl\",{\"dataSourceName\":\"ldap://localhost:1/x\","
              + "\"autoCommit\":true}]",
          "{\"@type\":\"com.sun.rowset.JdbcRowSetImpl\",\"dataSourceName\":\"rmi://localhost:1/x\","
              + "\"autoCommit\":true}",
          "{\"@class\":\"org.springframework.context.support.ClassPathXmlApplicationContext\","
              + "\"configLocation\":\"http://localhost:1/x.xml\"}",
          "[\"org.springframework.context.support.FileSystemXmlApplicationContext\","
              + "\"http://localhost:1/x.xml\"]",
          "[\"com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl\","
              + "{\"transletBytecodes\":[\"yv66vg==\"],\"transletName\":\"x\","
              + "\"outputProperties\":{}}]",
          "[\"ch.qos.logback.core.db.JNDIConnectionSource\",{\"jndiLocation\":\"ldap://localhost:1/x\"}]",
          "[\"com.zaxxer.hikari.HikariConfig\",{\"metricRegistry\":\"ldap://localhost:1/x\"}]",
          "{\"@c\":\".Gadget\",\"@id\":1,\"@ref\":1}",
          "[\"" + GADGET + "\",\"touch\"]");

  static Stream<String> gadgetsInEachPlace() {
    return KNOWN_GADGETS.stream()
        .flatMap(
            gadget ->
                Stream.of(
                    gadget,
                    "{\"text\":" + gadget + "}",
                    "{\"choice\":" + gadget + "}",
                    "{\"list\":[" + gadget + "]}",
                    "{\"map\":{\"a\":" + gadget + "}}"));
  }

  @ParameterizedTest
  @MethodSource("gadgetsInEachPlace")
  void makesNothingOfKnownGadgets(String json) {
    try {
      Target target = codec.decode(json, Target.class);

      // Unknown members of an object at the root are ignored, and all of Target is missing.
      assertThat(target).hasAllNullFieldsOrProperties();
    } catch (UnreadablePayload refused) {
      assertThat(refused.reason()).isNotEmpty();
    }
    assertThat(MADE).hasValue(0);
  }

  record Kept(String text) implements Event {}

  @ParameterizedTest
  @MethodSource("gadgetsInEachPlace")
  void makesNothingOfKnownGadgetsInWhatUpcastersRead(String json) {
    EventTypes types =
        EventTypes.with(Kept.class)
            .version(Kept.class, 2)
            .upcast(
                Upcaster.from("Kept", 1)
                    .toNextVersion((tree, event) -> tree.put("text", tree.size() + " members")))
            .build();
    UpcastContext somewhere =
        new UpcastContext("a", "b", 1, 1, new UUID(0, 1), Metadata.at(Instant.EPOCH));

    try {
      assertThat(types.decode(new EncodedEvent("Kept", 1, json), () -> somewhere))
          .singleElement()
          .satisfies(event -> assertThat(((Kept) event).text()).endsWith(" members"));
    } catch (UnreadablePayload refused) {
      assertThat(refused.reason()).contains("expected an object");
    }
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
