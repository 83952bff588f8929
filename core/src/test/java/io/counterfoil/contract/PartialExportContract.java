package io.counterfoil.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Metadata;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import io.counterfoil.transfer.EventExport;
import io.counterfoil.transfer.EventImport;
import io.counterfoil.transfer.ImportRefused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That what a filter leaves of a log says so, and is not taken for a whole one. */
abstract class PartialExportContract extends TransferSuite {
  private static final StreamId BASKET = new StreamId("basket", "b-1");

  @BeforeEach
  void fill() {
    for (int hour = 0; hour < 6; hour++) {
      Metadata at = Metadata.at(META.at().plus(Duration.ofHours(hour)));
      StreamId stream = hour % 2 == 0 ? STREAM : BASKET;
      store.append(
          Append.of(stream, ExpectedVersion.any(), List.of(counted(hour), new Sample.Noted("")), at)
              .withKey(key("hour-" + hour)));
    }
  }

  @Test
  void hasTheStreamsAndOutcomesOfAnAggregateType() throws IOException {
    String text = export(EventExport.of(store).filter(EventFilter.ofAggregateTypes("basket")));

    assertThat(text.lines().findFirst())
        .contains(
            "{\"counterfoil\":\"export\",\"filter\":{\"aggregateTypes\":[\"basket\"]},\"format\":1}");
    EventStore target = importParts(text);
    assertThat(sequences(target.events(BASKET))).isEqualTo(upTo(6));
    assertThat(target.events(STREAM)).isEmpty();
    for (int hour = 0; hour < 6; hour++) {
      assertThat(target.outcome(BASKET, "hour-" + hour).isPresent()).isEqualTo(hour % 2 == 1);
    }
    assertThat(target.outcome(STREAM, "hour-0")).isEmpty();
  }

  @Test
  void hasTheEventsAndOutcomesOfAStream() throws IOException {
    String text = export(EventExport.of(store).filter(EventFilter.ofStream(STREAM)));

    EventStore target = importParts(text);
    assertThat(sequences(target.events(STREAM))).isEqualTo(upTo(6));
    assertThat(target.outcome(STREAM, "hour-4")).isEqualTo(store.outcome(STREAM, "hour-4"));
    assertThat(target.outcome(STREAM, "hour-4")).isPresent();
    assertThat(target.events(BASKET)).isEmpty();
  }

  @Test
  void hasNoOutcomesWhereStreamsAreCut() throws IOException {
    EventFilter middle =
        EventFilter.all()
            .since(META.at().plus(Duration.ofHours(2)))
            .until(META.at().plus(Duration.ofHours(4)));

    String text = export(EventExport.of(store).filter(middle));
    String notes = export(EventExport.of(store).filter(EventFilter.ofEventTypes("Noted")));

    assertThat(text).contains("\"since\":\"2024-06-01T18:40:00.123Z\"").doesNotContain("outcome\"");
    assertThat(notes).doesNotContain("outcome\"");
    EventStore target = importParts(text);
    assertThat(sequences(target.events(STREAM))).containsExactly(3L, 4L);
    assertThat(sequences(target.events(BASKET))).containsExactly(3L, 4L);
    assertThat(sequences(importParts(notes).events(STREAM))).containsExactly(2L, 4L, 6L);
  }

  @Test
  void isRefusedUnlessPartsAreAllowed() throws IOException {
    for (EventFilter filter :
        List.of(
            EventFilter.ofAggregateTypes("basket"),
            EventFilter.ofStream(STREAM),
            EventFilter.ofEventTypes("Noted"),
            EventFilter.all().since(META.at()))) {
      String text = export(EventExport.of(store).filter(filter));
      EventStore target = emptyStore(Sample.types());

      ImportRefused refused = refusal(target, text.lines().toList());

      assertThat(refused.line()).isEqualTo(1);
      assertThat(refused).hasMessageContaining("filtered");
      assertThat(target.head()).isZero();
    }
  }

  private EventStore importParts(String text) throws IOException {
    EventStore target = emptyStore(Sample.types());
    EventImport.into(target).allowingParts().from(new ByteArrayInputStream(text.getBytes(UTF_8)));
    return target;
  }
}
