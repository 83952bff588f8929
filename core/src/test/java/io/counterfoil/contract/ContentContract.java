package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** That payloads and metadata come back equal. */
abstract class ContentContract extends StoreSuite {
  private static final String AWKWARD =
      "\"quoted\" 'single' \\back\\slash {\"json\":[1]} $1 ? :name % _ \u00e9 e\u0301 \u20ac"
          + " \uD83D\uDE00 \uD834\uDD1E \t\n\r \u007f\u0001 -- ; \u2028 \uFEFF ";

  @Test
  void keepsEveryKindOfComponent() {
    assertComesBack(
        new Sample.Shipped(
            Long.MAX_VALUE,
            AWKWARD,
            new BigDecimal("12345678901234567890.1234567890"),
            Instant.parse("2024-02-29T23:59:59.123456789Z"),
            LocalDate.of(1582, 10, 4),
            Sample.Colour.DARK_BLUE,
            new Sample.Place(AWKWARD, Integer.MIN_VALUE),
            List.of(new Sample.Place("first", 1), new Sample.Place("", 2)),
            Map.of("a b", Long.MIN_VALUE, AWKWARD, 0L),
            Optional.of("a note")));
  }

  @Test
  void keepsEmptyAndExtremeComponents() {
    assertComesBack(
        new Sample.Shipped(
            Long.MIN_VALUE,
            "",
            new BigDecimal("1.10"),
            Instant.EPOCH,
            LocalDate.MIN.withYear(1),
            Sample.Colour.RED,
            new Sample.Place(" ", 0),
            List.of(),
            Map.of(),
            Optional.empty()));
  }

  @Test
  void keepsAmountsThatNoDoubleHolds() {
    assertComesBack(counted(9_007_199_254_740_993L));
    assertComesBack(counted(-9_007_199_254_740_993L));
  }

  private void assertComesBack(Event payload) {
    NewEvent appended = newEvent(payload);

    long sequence =
        store.append(appendOf(STREAM, ExpectedVersion.any(), List.of(appended))).lastSequence();

    List<RecordedEvent> events = store.events(STREAM);
    RecordedEvent fromStream = events.get(events.size() - 1);
    assertStored(fromStream, STREAM, sequence, appended);
    List<RecordedEvent> log = log();
    RecordedEvent fromLog = log.get(log.size() - 1);
    assertStored(fromLog, STREAM, sequence, appended);
    assertThat(fromLog.toJson()).isEqualTo(fromStream.toJson());
  }

  @Test
  void keepsMetadata() {
    assertMetadata(
        Metadata.at(Instant.parse("2024-06-01T16:40:00.999Z"))
            .withCorrelationId("c-9k " + AWKWARD)
            .withCausationId("\uD83D\uDE00".repeat(127) + "x")
            .withHeader("tenant", AWKWARD)
            .withHeader(AWKWARD, "")
            .withHeader("long", "\u20ac".repeat(5_000)));
  }

  @Test
  void keepsMetadataThatIsAlmostEmpty() {
    assertMetadata(Metadata.at(Instant.EPOCH));
    assertMetadata(Metadata.at(Instant.parse("1969-12-31T23:59:59.999Z")).withCorrelationId("c"));
    assertMetadata(Metadata.at(Instant.parse("2999-12-31T23:59:59.001Z")).withCausationId("c"));
  }

  @Test
  void keepsTheMetadataOfEachEventOfABatch() {
    List<NewEvent> events =
        List.of(
            new NewEvent(UUID.randomUUID(), counted(1), META.withCorrelationId("one")),
            new NewEvent(UUID.randomUUID(), counted(2), META),
            new NewEvent(UUID.randomUUID(), counted(3), META.withHeader("three", "3")));

    store.append(appendOf(STREAM, ExpectedVersion.none(), events));

    assertThat(log().stream().map(RecordedEvent::metadata))
        .isEqualTo(events.stream().map(NewEvent::metadata).toList());
  }

  private void assertMetadata(Metadata metadata) {
    NewEvent event = new NewEvent(UUID.randomUUID(), counted(1), metadata);

    store.append(appendOf(STREAM, ExpectedVersion.any(), List.of(event)));

    List<RecordedEvent> events = store.events(STREAM);
    assertThat(events.get(events.size() - 1).metadata()).isEqualTo(metadata);
    List<RecordedEvent> log = log();
    assertThat(log.get(log.size() - 1).metadata()).isEqualTo(metadata);
  }
}
