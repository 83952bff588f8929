package io.counterfoil.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Metadata;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static final UUID ID = UUID.fromString("0190a8c1-5f3e-7b42-9d10-2f6c8e51a7d4");
  private static final Metadata METADATA =
      Metadata.at(Instant.ofEpochMilli(1_717_250_000_000L))
          .withCorrelationId("c-9k")
          .withCausationId("cmd-44");

  private static RecordedEvent recorded(
      StreamId stream, MoneyWithdrawn payload, Metadata metadata) {
    EventTypes types = EventTypes.of(MoneyWithdrawn.class);
    return RecordedEvent.held(stream, 47, 901, new NewEvent(ID, payload, metadata), types);
  }

  @Test
  void writesTheGoldenLine() throws IOException {
    RecordedEvent event =
        recorded(new StreamId("account", "acc_812"), new MoneyWithdrawn(5_000, 12_000), METADATA);

    assertThat(event.toJson()).isEqualTo(goldenLine());
  }

  private static String goldenLine() throws IOException {
    try (InputStream golden =
        Objects.requireNonNull(EnvelopeTest.class.getResourceAsStream("money-withdrawn.json"))) {
      return new String(golden.readAllBytes(), UTF_8).stripTrailing();
    }
  }

  @Test
  void staysOneLineOfJsonWhateverItHolds() {
    String awkward = "\"\n\r\\\t\u0001 \u2028 \ud83d\ude00";
    RecordedEvent event =
        recorded(
            new StreamId("a" + awkward, "b" + awkward),
            new MoneyWithdrawn(
                1,
                2,
                Optional.of(LocalDate.of(2024, 2, 29)),
                Optional.empty(),
                Optional.of(awkward),
                Optional.empty()),
            METADATA.withHeader("tenant", awkward).withHeader("n" + awkward, "x"));

    String line = event.toJson();
    Map<String, Object> read = JsonCodec.create().readObject(line);

    assertThat(line).doesNotContain("\n", "\r");
    assertThat(read)
        .containsEntry("aggregateType", "a" + awkward)
        .containsEntry("aggregateId", "b" + awkward)
        .containsEntry(
            "data",
            Map.of(
                "amountCents", 1L, "balanceAfter", 2L, "bookedOn", "2024-02-29", "text", awkward))
        .containsEntry(
            "meta",
            Map.of(
                "correlationId",
                "c-9k",
                "causationId",
                "cmd-44",
                "at",
                1_717_250_000_000L,
                "n" + awkward,
                "x",
                "tenant",
                awkward));
  }

  @Test
  void leavesAbsentIdsOut() {
    RecordedEvent event =
        recorded(
            new StreamId("account", "acc_812"),
            new MoneyWithdrawn(1, 2),
            Metadata.at(Instant.ofEpochMilli(5)));

    assertThat(event.toJson()).endsWith(",\"meta\":{\"at\":5}}");
  }
}
