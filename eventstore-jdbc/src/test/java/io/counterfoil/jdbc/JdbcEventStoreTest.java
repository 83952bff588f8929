package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Metadata;
import io.counterfoil.store.Append;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Rejection;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the store does with rows and columns; the contract of every store is tested elsewhere. */
class JdbcEventStoreTest {
  private static final StreamId STREAM = Note.stream("n1");

  private static EventStore store(Engine engine) {
    return JdbcEventStore.on(engine.withTables().dataSource(), Note.TYPES);
  }

  @ParameterizedTest
  @EnumSource
  void keepsEventsWithAllTheirMetadata(Engine engine) {
    EventStore store = store(engine);
    Metadata metadata =
        Note.META
            .withCorrelationId("c \"quoted\"")
            .withCausationId("cause")
            .withHeader("tenant", "Zoë \uD83D\uDE00")
            .withHeader("line\nbreak", "tab\t");

    store.append(
        Append.of(STREAM, ExpectedVersion.none(), List.of(new Note.Written("first")), metadata));
    RecordedEvent event = store.events(STREAM).get(0);

    assertThat(event.metadata()).isEqualTo(metadata);
    assertThat(event.payload()).isEqualTo(new Note.Written("first"));
    assertThat(event.type()).isEqualTo("Written");
    assertThat(event.position()).isEqualTo(1);
    assertThat(event.sequence()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void positionsOfOneAppendGrowWithTheSequence(Engine engine) {
    EventStore store = store(engine);

    store.append(Note.written(STREAM, 1));
    var result = store.append(Note.written(STREAM, 1_000));

    assertThat(result.lastSequence()).isEqualTo(1_001);
    assertThat(result.events())
        .extracting(RecordedEvent::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(2, 1_001).boxed().toList());
    assertThat(result.events())
        .extracting(RecordedEvent::position)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(store.events(STREAM)).extracting(RecordedEvent::position).isSorted().hasSize(1_001);
  }

  @ParameterizedTest
  @EnumSource
  void objectsInOrderToKeyThenEventIdThenVersion(Engine engine) {
    EventStore store = store(engine);
    CommandKey key = new CommandKey("k", "f");
    NewEvent event = new NewEvent(UUID.randomUUID(), new Note.Written("x"), Note.META);
    Append append =
        new Append(
            STREAM, ExpectedVersion.none(), List.of(event), Optional.of(key), Optional.empty());
    store.append(append);

    assertThatThrownBy(() -> store.append(append)).isInstanceOf(KeyAlreadyDecided.class);
    assertThatThrownBy(() -> store.append(append.withKey(new CommandKey("other", "f"))))
        .isInstanceOf(DuplicateEventId.class);
    assertThatThrownBy(
            () -> store.append(Note.written(STREAM, ExpectedVersion.exactly(7), "a", "b")))
        .isInstanceOfSatisfying(
            ConcurrencyConflict.class, conflict -> assertThat(conflict.actual()).isEqualTo(1));
    assertThat(store.status()).isEqualTo(new StoreStatus(1, 1, 1));
  }

  @ParameterizedTest
  @EnumSource
  void refusesTheSameEventIdTwiceInOneAppend(Engine engine) {
    EventStore store = store(engine);
    NewEvent event = new NewEvent(UUID.randomUUID(), new Note.Written("x"), Note.META);

    assertThatThrownBy(
            () ->
                store.append(
                    new Append(
                        STREAM,
                        ExpectedVersion.any(),
                        List.of(event, event),
                        Optional.empty(),
                        Optional.empty())))
        .isInstanceOf(DuplicateEventId.class);
    assertThat(store.events(STREAM)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void keepsARejectionWithItsDataExactly(Engine engine) {
    EventStore store = store(engine);
    Rejection no =
        new Rejection(
            "insufficient-funds",
            "not \"enough\"",
            Map.of(
                "balance", 12_000L, "rate", new BigDecimal("1.10"), "owner", "Zoë", "open", true));
    CommandKey key = new CommandKey("k", "f");

    store.append(Append.rejected(STREAM, key, no));

    assertThat(store.outcome(STREAM, "k"))
        .hasValueSatisfying(
            outcome -> {
              assertThat(outcome.key()).isEqualTo(key);
              assertThat(outcome.rejection()).contains(no);
              assertThat(outcome.eventCount()).isZero();
            });
    assertThatThrownBy(() -> store.append(Note.written(STREAM, 1).withKey(key)))
        .isInstanceOf(KeyAlreadyDecided.class);
    assertThat(store.outcome(STREAM, "other")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anAppendWithoutEventsChecksTheVersionAndKeepsItsKey(Engine engine) {
    EventStore store = store(engine);
    store.append(Note.written(STREAM, 3));
    Append nothing =
        new Append(
            STREAM, ExpectedVersion.exactly(3), List.of(), Optional.empty(), Optional.empty());
    Append ahead =
        new Append(
            STREAM, ExpectedVersion.exactly(4), List.of(), Optional.empty(), Optional.empty());

    assertThat(store.append(nothing).lastSequence()).isEqualTo(3);
    assertThat(store.append(nothing.withKey(new CommandKey("k", "f"))).events()).isEmpty();
    assertThatThrownBy(() -> store.append(ahead)).isInstanceOf(ConcurrencyConflict.class);
    assertThatThrownBy(() -> store.append(ahead.withKey(new CommandKey("k2", "f"))))
        .isInstanceOf(ConcurrencyConflict.class);
    assertThat(store.outcome(STREAM, "k").orElseThrow().lastSequence()).isEqualTo(3);
    assertThat(store.outcome(STREAM, "k2")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void readsALongStreamInPagesBothWays(Engine engine) {
    EventStore store = store(engine);
    store.append(Note.written(STREAM, 1_500));
    List<Long> backwards = new ArrayList<>();
    List<Long> middle = new ArrayList<>();

    store.readStream(StreamQuery.of(STREAM).newestFirst(), e -> backwards.add(e.sequence()));
    store.readStream(StreamQuery.of(STREAM).from(200).limit(900), e -> middle.add(e.sequence()));

    assertThat(backwards).hasSize(1_500).startsWith(1_500L, 1_499L).endsWith(2L, 1L);
    assertThat(middle).containsExactlyElementsOf(LongStream.range(200, 1_100).boxed().toList());
  }

  @ParameterizedTest
  @EnumSource
  void filtersTheLogByTypeAndAggregateType(Engine engine) {
    EventStore store = store(engine);
    StreamId other = new StreamId("other", "o");
    for (int i = 0; i < 5; i++) {
      store.append(Note.written(STREAM, 1));
      store.append(Append.of(other, ExpectedVersion.any(), List.of(new Note.Erased(i)), Note.META));
      store.append(Note.written(other, 1));
    }

    assertThat(positions(store, EventFilter.all())).hasSize(15);
    assertThat(positions(store, EventFilter.ofEventTypes("Erased")))
        .containsExactly(2L, 5L, 8L, 11L, 14L);
    assertThat(positions(store, EventFilter.ofEventTypes("Erased", "Written")))
        .hasSize(15)
        .isSorted();
    assertThat(positions(store, EventFilter.ofAggregateTypes("note"))).hasSize(5).isSorted();
    assertThat(
            positions(
                store, new EventFilter(java.util.Set.of("other"), java.util.Set.of("Written"))))
        .containsExactly(3L, 6L, 9L, 12L, 15L);
  }

  @ParameterizedTest
  @EnumSource
  void findsRareEventsInALongLogInOrder(Engine engine) {
    EventStore store = store(engine);
    StreamId rare = new StreamId("rare", "r");
    List<Long> erased = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      store.append(Note.written(STREAM, i < 3 ? 3_000 : 1));
      var one = Append.of(rare, ExpectedVersion.any(), List.of(new Note.Erased(i)), Note.META);
      erased.add(store.append(one).events().get(0).position());
    }
    EventFilter byType = EventFilter.ofEventTypes("Erased", "Never");
    EventFilter byAggregate = EventFilter.ofAggregateTypes("rare", "never");
    EventFilter byBoth =
        new EventFilter(java.util.Set.of("rare", "note"), java.util.Set.of("Erased"));

    for (EventFilter filter : List.of(byType, byAggregate, byBoth)) {
      for (long limit : new long[] {1, 2, 5, 6, 7, Long.MAX_VALUE}) {
        List<Long> found = new ArrayList<>();
        long end =
            store.readLog(
                EventQuery.after(0).filter(filter).limit(limit), e -> found.add(e.position()));
        assertThat(found).isEqualTo(erased.subList(0, (int) Math.min(limit, 6)));
        assertThat(end).isEqualTo(limit <= 6 ? erased.get((int) limit - 1) : erased.get(5));
      }
    }
  }

  private static List<Long> positions(EventStore store, EventFilter filter) {
    List<Long> positions = new ArrayList<>();
    long end = store.readLog(EventQuery.after(0).filter(filter), e -> positions.add(e.position()));
    assertThat(end).isEqualTo(15);
    return positions;
  }

  @ParameterizedTest
  @EnumSource
  void aLimitedReadOfTheLogAnswersTheLastPositionItHandedOn(Engine engine) {
    EventStore store = store(engine);
    store.append(Note.written(STREAM, 10));

    assertThat(store.readLog(EventQuery.after(2).limit(3), e -> {})).isEqualTo(5);
    assertThat(store.readLog(EventQuery.after(2).limit(8), e -> {})).isEqualTo(10);
    assertThat(
            store.readLog(EventQuery.after(2).filter(EventFilter.ofEventTypes("Erased")), e -> {}))
        .isEqualTo(10);
    assertThat(store.readLog(EventQuery.after(10), e -> {})).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource
  void keepsPayloadsOfAnySize(Engine engine) {
    EventStore store = store(engine);
    int[] sizes = {0, 65_524, 65_525, 65_526, 1 << 20, 3 << 20};
    for (int size : sizes) {
      store.append(Note.written(STREAM, ExpectedVersion.any(), "\u20ac".repeat(size)));
    }

    List<Integer> read = new ArrayList<>();
    store.readStream(
        StreamQuery.of(STREAM),
        event -> {
          String text = ((Note.Written) event.payload()).text();
          assertThat(text.chars().allMatch(c -> c == '\u20ac')).isTrue();
          read.add(text.length());
        });
    assertThat(read).containsExactly(0, 65_524, 65_525, 65_526, 1 << 20, 3 << 20);
  }

  @ParameterizedTest
  @EnumSource
  void refusesACheckpointThatTheLogNeverReached(Engine engine) {
    EventStore store = store(engine);
    store.append(Note.written(STREAM, 3));

    assertThatThrownBy(() -> store.readLog(EventQuery.after(40), e -> {}))
        .hasMessageContaining("position 40")
        .hasMessageContaining("up to 3")
        .hasMessageContaining("backup");
  }

  @ParameterizedTest
  @EnumSource
  void readsBackHeadersAtTheirLimits(Engine engine) {
    EventStore store = store(engine);
    Metadata metadata =
        Note.META
            .withHeader("n".repeat(255), "\u0001".repeat(60_000))
            .withHeader("\"".repeat(255), "\uD83D\uDE00".repeat(2_000));

    store.append(
        Append.of(STREAM, ExpectedVersion.none(), List.of(new Note.Written("x")), metadata));

    assertThat(store.events(STREAM).get(0).metadata()).isEqualTo(metadata);
  }

  @ParameterizedTest
  @EnumSource
  void readsBackRejectionsAtTheirLimits(Engine engine) {
    EventStore store = store(engine);
    Map<String, Object> data = new HashMap<>();
    data.put("half a pair", "a\uD83Db");
    data.put("n".repeat(255), "\u0001".repeat(50_000));
    data.put("whole", new BigDecimal("9".repeat(900)));
    data.put("decimal", new BigDecimal("0." + "7".repeat(890)));
    data.put("longer", new BigDecimal("8".repeat(5_000)));
    data.put("tiny", new BigDecimal("1E-400"));
    data.put("huge", new BigDecimal("1E+400"));
    Rejection rejection = new Rejection("no", "\u0002".repeat(65_536), data);

    store.append(
        new Append(
            STREAM,
            ExpectedVersion.any(),
            List.of(),
            Optional.of(new CommandKey("k", "f")),
            Optional.of(rejection)));

    assertThat(store.outcome(STREAM, "k").orElseThrow().rejection()).contains(rejection);
  }
}
