package io.counterfoil.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AppendTest {
  private static final StreamId STREAM = new StreamId("account", "acc_812");
  private static final Metadata METADATA = Metadata.at(Instant.EPOCH);
  private static final CommandKey KEY = new CommandKey("row-17", "f");
  private static final Rejection NO = new Rejection("no", "no", Map.of());

  @Test
  void givesEachEventAnIdOfItsOwn() {
    MoneyWithdrawn event = new MoneyWithdrawn(1, 2);

    Append append =
        Append.of(STREAM, ExpectedVersion.none(), List.of(event, event), METADATA).withKey(KEY);

    assertThat(append.events()).extracting(NewEvent::payload).containsExactly(event, event);
    assertThat(append.events()).extracting(NewEvent::eventId).doesNotHaveDuplicates();
    assertThat(append.key()).contains(KEY);
    assertThat(append.expected()).isEqualTo(ExpectedVersion.none());
    assertThat(append.rejection()).isEmpty();
  }

  @Test
  void copiesTheEvents() {
    List<NewEvent> events = new ArrayList<>();
    Append append =
        new Append(STREAM, ExpectedVersion.any(), events, Optional.empty(), Optional.empty());

    events.addAll(
        Append.of(STREAM, ExpectedVersion.any(), List.of(new MoneyWithdrawn(1, 2)), METADATA)
            .events());

    assertThat(append.events()).isEmpty();
  }

  @Test
  void storesARejectionUnderItsKeyAndAlone() {
    assertThat(Append.rejected(STREAM, KEY, NO).rejection()).contains(NO);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () ->
                new Append(
                    STREAM, ExpectedVersion.any(), List.of(), Optional.empty(), Optional.of(NO)))
        .withMessageContaining("under a key and without events");
    List<NewEvent> events =
        Append.of(STREAM, ExpectedVersion.any(), List.of(new MoneyWithdrawn(1, 2)), METADATA)
            .events();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () ->
                new Append(
                    STREAM, ExpectedVersion.any(), events, Optional.of(KEY), Optional.of(NO)))
        .withMessageContaining("under a key and without events");
  }
}
