package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Metadata;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.OutcomeQuery;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Rejection;
import io.counterfoil.store.StreamId;
import io.counterfoil.transfer.EventExport;
import io.counterfoil.transfer.EventImport;
import io.counterfoil.transfer.Transferred;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a store and one that its log was moved to cannot be told apart. */
abstract class MoveContract extends TransferSuite {
  private static final Rejection REJECTION =
      new Rejection(
          "too-little",
          "there is too little of \"it\"\n",
          Map.of(
              "wanted", 5L, "price", new BigDecimal("1.10"), "open", true, "of", "é\uD83D\uDE00"));

  @Test
  void keepsEverything() throws IOException {
    fillWithAllThereIs();
    EventStore target = emptyStore(Sample.types());

    Transferred moved = importInto(target, export(store));

    assertThat(moved).isEqualTo(new Transferred(7, 4, store.head(), 0));
    assertThat(json(target)).isEqualTo(json(store));
    assertThat(outcomes(target, OutcomeQuery.to(Long.MAX_VALUE)))
        .hasSize(4)
        .isEqualTo(outcomes(store, OutcomeQuery.to(Long.MAX_VALUE)));
    assertThat(target.status().streams()).isEqualTo(store.status().streams());
    assertThat(target.head()).isEqualTo(store.head());
    assertThat(export(target)).isEqualTo(export(store));
  }

  private void fillWithAllThereIs() {
    Metadata much =
        META.withCorrelationId("c-9k").withCausationId("cmd-44").withHeader("tenant", "a\"b\n");
    store.append(
        appendOf(
                STREAM,
                ExpectedVersion.none(),
                List.of(new NewEvent(UUID.randomUUID(), counted(1), much), newEvent(counted(2))))
            .withKey(key("accepted")));
    append(OTHER, new Sample.Noted("\u2028 \uD83D\uDE00 \\ \" \t"), new Sample.Noted(""));
    store.append(Append.rejected(OTHER, key("rejected"), REJECTION));
    store.append(Append.rejected(new StreamId("order", "none"), key("rejected"), REJECTION));
    append(new StreamId("basket/é", "\uD83D\uDE00"), counted(3));
    store.append(appendOf(STREAM, ExpectedVersion.any(), List.of()).withKey(key("nothing")));
    append(STREAM, counted(4), counted(5));
  }

  @Test
  void goesOnWhereTheOtherStoreEnded() throws IOException {
    fillWithAllThereIs();
    EventStore target = emptyStore(Sample.types());
    importInto(target, export(store));

    AppendResult next =
        target.append(appendOf(STREAM, ExpectedVersion.exactly(4), counted(6), counted(7)));

    assertThat(next.lastSequence()).isEqualTo(6);
    assertThat(next.events()).allMatch(event -> event.position() > store.head());
    assertThat(amounts(target.events(STREAM))).containsExactly(1L, 2L, 4L, 5L, 6L, 7L);
    List<RecordedEvent> read = new ArrayList<>();
    assertThat(target.readLog(EventQuery.after(store.head()), read::add)).isEqualTo(target.head());
    assertThat(amounts(read)).containsExactly(6L, 7L);
  }

  @Test
  void decidesNoCommandAgain() throws IOException {
    fillWithAllThereIs();
    EventStore target = emptyStore(Sample.types());
    importInto(target, export(store));

    for (String decided : List.of("accepted", "nothing")) {
      assertThatThrownBy(
              () ->
                  target.append(
                      appendOf(STREAM, ExpectedVersion.any(), counted(9)).withKey(key(decided))))
          .isInstanceOf(KeyAlreadyDecided.class);
    }
    assertThatThrownBy(() -> target.append(Append.rejected(OTHER, key("rejected"), REJECTION)))
        .isInstanceOfSatisfying(
            KeyAlreadyDecided.class, e -> assertThat(e.outcome().rejection()).contains(REJECTION));
  }

  @Test
  void keepsHolesBetweenPositions() throws IOException {
    String text = text(exportOf(List.of(line(1, 5), line(2, 9), line(3, 1_000), line(4, 1_003))));

    importInto(store, text);

    assertThat(positions(log())).containsExactly(5L, 9L, 1_000L, 1_003L);
    assertThat(positions(log(EventQuery.after(6)))).containsExactly(9L, 1_000L, 1_003L);
    assertThat(positions(log(EventQuery.after(5).to(1_000)))).containsExactly(9L, 1_000L);
    assertThat(positions(log(EventQuery.after(5).newestFirst()))).containsExactly(1003L, 1000L, 9L);
    assertThat(store.readLog(EventQuery.after(0).to(700), event -> {})).isEqualTo(700);
    assertThat(store.readLog(EventQuery.after(1_002).limit(1), event -> {})).isEqualTo(1_003);
    assertThat(append(STREAM, counted(1)).events().get(0).position()).isGreaterThan(1_003);
    assertThat(sequences(store.events(STREAM))).isEqualTo(upTo(5));
  }

  @Test
  void listsOutcomesByCodePoints() {
    List<String> names =
        List.of("A", "Z", "a", "aa", "\u00e9", "\ud7ff", "\uffef", "\ud83d\ude00", "\ud83d\ude01");
    List<String> shuffled =
        List.of("\ud83d\ude00", "aa", "\uffef", "Z", "\ud7ff", "A", "\ud83d\ude01", "a", "\u00e9");
    for (String name : shuffled) {
      for (String key : shuffled) {
        StreamId stream = new StreamId(name, "x");
        store.append(Append.rejected(stream, key(key), REJECTION));
        store.append(Append.rejected(new StreamId("order", name), key(key), REJECTION));
      }
    }

    List<String> keys =
        outcomes(store, OutcomeQuery.to(0)).stream()
            .map(stored -> stored.outcome())
            .map(o -> o.stream().aggregateType() + o.stream().aggregateId() + o.key().value())
            .toList();

    List<String> expected = new ArrayList<>();
    for (String type :
        List.of(
            "A",
            "Z",
            "a",
            "aa",
            "order",
            "é",
            "\ud7ff",
            "\uffef",
            "\ud83d\ude00",
            "\ud83d\ude01")) {
      for (String id : type.equals("order") ? names : List.of("x")) {
        names.forEach(key -> expected.add(type + id + key));
      }
    }
    assertThat(keys).isEqualTo(expected);
  }

  @Test
  void listsManyOutcomesEachOnce() {
    for (int i = 0; i < 2_500; i++) {
      StreamId stream = new StreamId(i % 3 == 0 ? "order" : "basket", "o-" + i % 7);
      CommandKey key = new CommandKey("row-" + i, "f");
      store.append(Append.rejected(stream, key, new Rejection("no", "", Map.of())));
    }

    assertThat(outcomes(store, OutcomeQuery.to(0)))
        .hasSize(2_500)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo((a, b) -> OutcomeQuery.ORDER.compare(a.outcome(), b.outcome()));
  }

  /** An outcome without its events would say that was booked what is not there. */
  @Test
  void listsOutcomesUpToAPosition() {
    store.append(appendOf(STREAM, ExpectedVersion.any(), counted(1)).withKey(key("a")));
    long between = store.head();
    store.append(Append.rejected(STREAM, key("b"), REJECTION));
    store.append(appendOf(STREAM, ExpectedVersion.any(), counted(2)).withKey(key("c")));
    store.append(Append.rejected(STREAM, key("d"), REJECTION));
    store.append(Append.rejected(OTHER, key("e"), REJECTION));

    assertThat(outcomes(store, OutcomeQuery.to(between)))
        .extracting(stored -> stored.outcome().key().value())
        .containsExactly("a", "b", "e");
  }

  @Test
  void exportsWhatWasThereWhenItBegan() throws IOException {
    fillWithAllThereIs();
    append(STREAM, counted1To(1_000));
    String before = export(store);
    EventExport busy =
        EventExport.of(store)
            .onProgress(
                (events, share) ->
                    store.append(
                        appendOf(STREAM, ExpectedVersion.any(), counted(6))
                            .withKey(key("later-" + events))));

    assertThat(export(busy)).isEqualTo(before);
    assertThat(export(store)).isNotEqualTo(before);
  }

  @Test
  void movesThroughACompressedFileAndSaysHowFarItIs(@TempDir Path folder) throws IOException {
    append(STREAM, counted1To(2_500));
    Path plain = folder.resolve("events.jsonl");
    Path compressed = folder.resolve("events.jsonl.gz");
    List<Long> exported = new ArrayList<>();
    List<Double> imported = new ArrayList<>();
    EventStore target = emptyStore(Sample.types());

    EventExport.of(store).onProgress((events, share) -> exported.add(events)).to(plain);
    Transferred written = EventExport.of(store).to(compressed);
    Transferred read =
        EventImport.into(target)
            .onProgress((events, share) -> imported.add(share))
            .from(compressed);

    assertThat(read).isEqualTo(written).isEqualTo(new Transferred(2_500, 0, store.head(), 0));
    assertThat(Files.size(compressed)).isLessThan(Files.size(plain) / 2);
    assertThat(export(target)).isEqualTo(Files.readString(plain));
    assertThat(exported).containsExactly(1_000L, 2_000L, 2_500L);
    assertThat(imported).hasSize(3).isSorted().endsWith(1.0).allMatch(share -> share <= 1);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(plain, compressed);
    }
  }

  @Test
  void movesAnEmptyStore() throws IOException {
    EventStore target = emptyStore(Sample.types());

    Transferred moved = importInto(target, export(store));

    assertThat(moved).isEqualTo(new Transferred(0, 0, 0, 0));
    assertThat(export(target)).isEqualTo(text(List.of(FIRST, last(0, 0, 0))));
  }

  @Test
  void tellsListenersOfImportedEvents() throws IOException {
    AtomicBoolean told = new AtomicBoolean();
    store.onAppend(() -> told.set(true));

    importInto(store, text(exportOf(3)));

    assertThat(told).isTrue();
  }

  private static List<String> json(EventStore of) {
    List<String> events = new ArrayList<>();
    of.readLog(EventQuery.after(0), event -> events.add(event.toJson()));
    return events;
  }
}
