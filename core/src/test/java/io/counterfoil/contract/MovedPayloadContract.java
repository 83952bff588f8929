package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Event;
import io.counterfoil.serialization.EventCodec;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.JsonCodec;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.UnreadableEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That a move does not change a character of a payload, whatever it is. */
abstract class MovedPayloadContract extends TransferSuite {
  private static final List<String> OBJECTS =
      List.of(
          "{\"amount\":1.10,\"b\":-0.0,\"c\":1E+5,\"d\":123456789012345678901234567890.12345678900}",
          "{\"z\":1,\"a\":{\"y\":[1,2,{\"x\":null}],\"b\":true},\"z\":2}",
          "{ \"spaced\" :\t[ 1 , 2 ] }",
          "{\"escaped\":\"\\u00e9\\/\\n\\\"\\\\\",\"plain\":\"é/\uD83D\uDE00\u2028\"}",
          "{\"long\":" + "9".repeat(2_000) + "}",
          "{}");

  @Test
  void keepsEveryCharacterOfTypesThatNobodyKnows() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < OBJECTS.size(); i++) {
      lines.add(line("Forgotten", i + 1, i + 1, OBJECTS.get(i)));
    }
    String text = text(exportOf(lines));

    importInto(store, text);

    assertThat(log()).extracting(RecordedEvent::data).isEqualTo(OBJECTS);
    assertThat(export(store)).isEqualTo(text);
    assertThatThrownBy(() -> log().get(0).payload()).isInstanceOf(UnreadableEvent.class);
  }

  @Test
  void keepsLongPayloads() throws IOException {
    String longer = "é\\n".repeat(40_000);
    append(STREAM, new Sample.Noted("x".repeat(70_000)), new Sample.Noted(longer), counted(1));
    EventStore target = emptyStore(Sample.types());

    importInto(target, export(store));

    assertThat(target.events(STREAM))
        .extracting(RecordedEvent::payload)
        .containsExactly(
            new Sample.Noted("x".repeat(70_000)), new Sample.Noted(longer), counted(1));
    assertThat(export(target)).isEqualTo(export(store));
  }

  /** A codec may write what is no JSON, or no object, or more than a line. */
  @Test
  void keepsEveryCharacterOfWhatIsNoObjectInOneLine() throws IOException {
    List<String> texts =
        List.of(
            "AAECAwQ=",
            "",
            "plain \"text\"\n\\ \u2028",
            "\"quoted\"",
            "[1,2]",
            "1.10",
            "{\"a\":1",
            "{\"a\":1}}",
            "{\"a\":\n1}",
            "{\"a\":".repeat(700) + "1" + "}".repeat(700));
    EventTypes types = EventTypes.of(new AsItIs(), List.of(Sample.Noted.class));
    EventStore source = emptyStore(types);
    source.append(
        appendOf(
            STREAM,
            ExpectedVersion.any(),
            texts.stream().<Event>map(Sample.Noted::new).toArray(Event[]::new)));
    EventStore target = emptyStore(types);

    String text = export(source);
    importInto(target, text);

    assertThat(text.lines()).hasSize(texts.size() + 2);
    assertThat(text).contains("\"data\":\"AAECAwQ=\",").contains("\"data\":\"[1,2]\",");
    assertThat(target.events(STREAM)).extracting(RecordedEvent::data).isEqualTo(texts);
    assertThat(export(target)).isEqualTo(text);
  }

  @Test
  void mixesCodecs() throws IOException {
    String binary =
        Base64.getEncoder().encodeToString("{\"amount\":1}".getBytes(StandardCharsets.UTF_8));
    String text =
        text(exportOf(List.of(line(1, 1), line("Other", 2, 2, "\"" + binary + "\""), line(3, 3))));

    importInto(store, text);

    assertThat(log().get(1).data()).isEqualTo(binary);
    assertThat(log().get(2).payload()).isEqualTo(counted(3));
    assertThat(export(store)).isEqualTo(text);
  }

  /** Writes the text that an event has, as it is. */
  private static final class AsItIs implements EventCodec {
    private final EventCodec others = JsonCodec.create();

    @Override
    public String encode(Object value) {
      return value instanceof Sample.Noted noted ? noted.text() : others.encode(value);
    }

    @Override
    public <T> T decode(String text, Class<T> type) {
      return type == Sample.Noted.class
          ? type.cast(new Sample.Noted(text))
          : others.decode(text, type);
    }

    @Override
    public void check(Class<?> type) {
      others.check(type);
    }
  }
}
