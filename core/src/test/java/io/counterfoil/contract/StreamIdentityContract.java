package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** That names which differ at all name different things. */
abstract class StreamIdentityContract extends StoreSuite {
  private static final List<String> NAMES =
      List.of(
          "name",
          "Name",
          "NAME",
          "name ",
          "name  ",
          " name",
          "name\t",
          "name\n",
          "na\u0001me",
          "na\u001fme",
          "name\u007f",
          "na'me",
          "na''me",
          "na\"me",
          "na`me",
          "na\\me",
          "na\\\\me",
          "na%me",
          "na_me",
          "na?me",
          "na/me",
          "na\u00efme",
          "nai\u0308me",
          "na\u0131me",
          "stra\u00dfe",
          "strasse",
          "na\u200bme",
          "name\uFEFF",
          "\uD83D\uDE00",
          "\uD83D\uDE01",
          "null",
          "0",
          "00",
          "x".repeat(255),
          "x".repeat(254),
          "x".repeat(254) + "y",
          "\u20ac".repeat(255),
          "\uD83D\uDE00".repeat(127) + "z",
          "\uD83D\uDE00".repeat(127));

  @Test
  void keepsIdsApart() {
    assertApart(NAMES.stream().map(name -> new StreamId("order", name)).toList());
  }

  @Test
  void keepsTheSameIdApartUnderDifferentAggregateTypes() {
    assertApart(NAMES.stream().map(name -> new StreamId(name, "o-1")).toList());
  }

  @Test
  void keepsBothHalvesApart() {
    assertApart(
        List.of(
            new StreamId("a", "b/c"),
            new StreamId("a/b", "c"),
            new StreamId("a", "b:c"),
            new StreamId("a:b", "c"),
            new StreamId("a-b", "c"),
            new StreamId("a", "b-c"),
            new StreamId("b", "a"),
            new StreamId("a", "b")));
  }

  private void assertApart(List<StreamId> streams) {
    for (int i = 0; i < streams.size(); i++) {
      AppendResult first =
          store.append(appendOf(streams.get(i), ExpectedVersion.none(), counted(i)));
      assertThat(first.stream()).isEqualTo(streams.get(i));
    }
    for (int i = 0; i < streams.size(); i++) {
      store.append(appendOf(streams.get(i), ExpectedVersion.exactly(1), counted(1_000 + i)));
    }

    for (int i = 0; i < streams.size(); i++) {
      List<RecordedEvent> events = store.events(streams.get(i));
      assertThat(amounts(events)).isEqualTo(List.of((long) i, 1_000L + i));
      assertThat(events).extracting(RecordedEvent::stream).containsOnly(streams.get(i));
    }
    assertThat(log().stream().limit(streams.size()).map(RecordedEvent::stream)).isEqualTo(streams);
    assertThat(store.status().streams()).isEqualTo(streams.size());
  }

  @Test
  void filtersByExactlyTheNamedAggregateType() {
    for (String name : NAMES) {
      append(new StreamId(name, "o-1"), new Sample.Noted(name));
    }

    for (String name : NAMES) {
      EventFilter filter = new EventFilter(Set.of(name), Set.of());
      assertThat(log(EventQuery.after(0).filter(filter)))
          .extracting(RecordedEvent::payload)
          .isEqualTo(List.of(new Sample.Noted(name)));
    }
  }

  @Test
  void keepsKeysApart() {
    for (String name : NAMES) {
      store.append(
          appendOf(STREAM, ExpectedVersion.any(), counted(1)).withKey(new CommandKey(name, name)));
    }

    for (int i = 0; i < NAMES.size(); i++) {
      CommandKey key = new CommandKey(NAMES.get(i), NAMES.get(i));
      assertThat(store.outcome(STREAM, key.value()))
          .contains(new Outcome(STREAM, key, 1, i + 1L, Optional.empty()));
    }
    assertThat(store.outcome(STREAM, "naMe")).isEmpty();
    assertThat(store.outcome(STREAM, "na")).isEmpty();
  }
}
