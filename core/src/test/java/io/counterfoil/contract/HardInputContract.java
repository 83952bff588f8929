package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.serialization.JsonCodec;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is long, deep or awkward, everywhere that a store keeps it. */
abstract class HardInputContract extends StoreSuite {

  /** 255 UTF-16 units each, in four bytes a character as far as they go. */
  private static final List<String> LONGEST =
      List.of(
          "x".repeat(255),
          "\u20ac".repeat(255),
          "\uD83D\uDE00".repeat(127) + "x",
          "x" + "\uD83D\uDE00".repeat(127),
          ("'\"\\%_\n\t\u0001 $1?;-- ".repeat(20) + "x".repeat(255)).substring(0, 255));

  @Test
  void keepsTheLongestNamesInEveryPlaceAtOnce() {
    for (String longest : LONGEST) {
      assertThat(longest).hasSize(255);
      StreamId stream = new StreamId(longest, longest);
      CommandKey key = new CommandKey(longest, longest);
      Metadata metadata = META.withCorrelationId(longest).withCausationId(longest);
      List<NewEvent> events = eventsWith(metadata, counted1To(2));

      AppendResult result =
          store.append(appendOf(stream, ExpectedVersion.none(), events).withKey(key));

      assertThat(store.events(stream)).isEqualTo(result.events());
      assertThat(store.events(stream).get(1).metadata()).isEqualTo(metadata);
      assertThat(store.outcome(stream, longest))
          .contains(new Outcome(stream, key, 2, 2, Optional.empty()));
      EventFilter filter = new EventFilter(Set.of(longest), Set.of("Counted"));
      assertThat(log(EventQuery.after(0).filter(filter))).isEqualTo(result.events());
    }
    assertThat(store.status().streams()).isEqualTo(LONGEST.size());
  }

  @Test
  void keepsTheLongestNamesOfSeveralStreams() {
    List<StreamId> streams = LONGEST.stream().map(name -> new StreamId(name, name)).toList();

    store.appendAll(
        streams.stream()
            .map(
                s ->
                    appendOf(s, ExpectedVersion.none(), counted(1))
                        .withKey(new CommandKey(s.aggregateId(), "fingerprint")))
            .toList());

    for (StreamId stream : streams) {
      assertThat(amounts(store.events(stream))).containsExactly(1L);
      assertThat(store.outcome(stream, stream.aggregateId())).isPresent();
    }
  }

  @Test
  void refusesLongerNamesInPlainWords() {
    String longer = "\uD83D\uDE00".repeat(128);

    assertThatThrownBy(() -> new StreamId("order", longer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("aggregate id")
        .hasMessageContaining("255")
        .hasMessageContaining("256");
    assertThatThrownBy(() -> new StreamId(longer, "o-1")).hasMessageContaining("aggregate type");
    assertThatThrownBy(() -> new CommandKey(longer, "f")).hasMessageContaining("idempotency key");
    assertThatThrownBy(() -> new CommandKey("k", longer)).hasMessageContaining("fingerprint");
  }

  @Test
  void keepsAPayloadAsDeepAsTheCodecWrites() {
    Sample.Nested deepest = nested(JsonCodec.DEEPEST);

    append(STREAM, counted(1), deepest);

    assertThat(store.events(STREAM).get(1).payload()).isEqualTo(deepest);
    assertThat(log().get(1).payload()).isEqualTo(deepest);
  }

  /** A store that keeps objects may take it, but then all of the append. */
  @Test
  void refusesADeeperPayloadInPlainWords() {
    Sample.Nested deeper = nested(JsonCodec.DEEPEST + 1);
    int stored = 2;
    try {
      append(STREAM, counted(1), deeper);
    } catch (UnreadablePayload e) {
      assertThat(e).hasMessageContaining("Nested").hasMessageContaining("200");
      stored = 0;
    }

    assertThat(log()).hasSize(stored);
    assertThat(append(STREAM, counted(9)).lastSequence()).isEqualTo(stored + 1L);
  }

  /** The event itself is one level, and each record in it another. */
  private static Sample.Nested nested(int depth) {
    Sample.Nested nested = new Sample.Nested(Optional.empty());
    for (int level = 2; level <= depth; level++) {
      nested = new Sample.Nested(Optional.of(nested));
    }
    return nested;
  }

  @Test
  void keepsSeveralPayloadsOfOneMebibyteInOneAppend() {
    String quotes = "\"\\".repeat(1 << 19);
    String smiles = "\uD83D\uDE00".repeat(1 << 18);
    List<Event> events =
        List.of(new Sample.Noted(quotes), counted(1), new Sample.Noted(smiles), counted(2));

    append(STREAM, events);

    List<RecordedEvent> read = store.events(STREAM);
    for (int i = 0; i < events.size(); i++) {
      assertThat(read.get(i).payload().equals(events.get(i))).as("event %d", i + 1).isTrue();
    }
  }

  @Test
  void stores10000EventsInOneAppend() {
    CommandKey key = new CommandKey("import", "fingerprint");

    AppendResult result =
        store.append(
            appendOf(STREAM, ExpectedVersion.none(), eventsWith(META, counted1To(10_000)))
                .withKey(key));

    assertThat(result.lastSequence()).isEqualTo(10_000);
    assertThat(sequences(result.events())).isEqualTo(upTo(10_000));
    assertThat(amounts(store.events(STREAM))).isEqualTo(upTo(10_000));
    assertThat(positions(log())).isEqualTo(positions(result.events())).isSorted();
    assertThat(store.outcome(STREAM, "import"))
        .contains(new Outcome(STREAM, key, 10_000, 10_000, Optional.empty()));
  }

  /** The order is that of the appends, whatever a clock says. */
  @Test
  void keepsTheOrderWhenAClockGoesBackwards() {
    Instant noon = Instant.parse("2024-06-01T12:00:00Z");
    List<Instant> times =
        List.of(noon, noon.minusSeconds(3_600), noon.plusSeconds(1), noon, Instant.EPOCH);
    for (Instant time : times) {
      append(OTHER, counted(0));
      List<NewEvent> events =
          List.of(
              new NewEvent(UUID.randomUUID(), counted(1), Metadata.at(time)),
              new NewEvent(UUID.randomUUID(), counted(2), Metadata.at(time.minusMillis(5))));
      store.append(appendOf(STREAM, ExpectedVersion.any(), events));
    }

    List<RecordedEvent> stream = store.events(STREAM);
    assertThat(sequences(stream)).isEqualTo(upTo(10));
    assertThat(positions(stream)).isSorted();
    List<Instant> expected = new ArrayList<>();
    times.forEach(time -> expected.addAll(List.of(time, time.minusMillis(5))));
    assertThat(stream).extracting(event -> event.metadata().at()).isEqualTo(expected);
    assertThat(log().stream().filter(event -> event.stream().equals(STREAM))).isEqualTo(stream);
  }

  private static List<NewEvent> eventsWith(Metadata metadata, List<Event> payloads) {
    return payloads.stream()
        .map(payload -> new NewEvent(UUID.randomUUID(), payload, metadata))
        .toList();
  }
}
