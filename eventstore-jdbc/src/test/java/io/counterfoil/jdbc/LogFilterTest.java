package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * That a filter in SQL chooses what the filter itself accepts, whichever path the reader takes: its
 * pages are small here, so that a log of some hundred events is a long one.
 */
class LogFilterTest {
  private static final Instant START = Instant.ofEpochMilli(1_717_250_000_000L);
  private static final int EVENTS = 1_500;

  @ParameterizedTest
  @EnumSource(names = {"H2_MEMORY", "POSTGRES"})
  void choosesInSqlWhatTheFilterAccepts(Engine engine) {
    try (HikariDataSource pool = engine.withTables().pool(1)) {
      EventStore store = JdbcEventStore.with(pool, Note.TYPES).pageOf(7).build();
      fill(store);
      List<RecordedEvent> all = read(store, EventQuery.after(0));
      assertThat(all).hasSize(EVENTS);

      for (EventFilter filter : filters()) {
        assertChosen(store, filter, all, EventQuery.after(0));
        assertChosen(store, filter, all, EventQuery.after(200).to(1_100));
        assertChosen(store, filter, all, EventQuery.after(3).to(90));
      }
    }
  }

  private static void assertChosen(
      EventStore store, EventFilter filter, List<RecordedEvent> all, EventQuery stretch) {
    List<RecordedEvent> wanted =
        new ArrayList<>(
            all.stream()
                .filter(e -> e.position() > stretch.after() && e.position() <= stretch.to())
                .filter(filter::accepts)
                .toList());
    assertPages(store, stretch.filter(filter), wanted, Math.min(stretch.to(), EVENTS));
    Collections.reverse(wanted);
    assertPages(store, stretch.filter(filter).newestFirst(), wanted, stretch.after());
  }

  private static void assertPages(
      EventStore store, EventQuery query, List<RecordedEvent> wanted, long end) {
    for (long limit : new long[] {1, 7, 20, Long.MAX_VALUE}) {
      List<RecordedEvent> some = wanted.subList(0, (int) Math.min(limit, wanted.size()));
      List<RecordedEvent> found = new ArrayList<>();

      long answer = store.readLog(query.limit(limit), found::add);

      assertThat(found).as("%s", query.limit(limit)).isEqualTo(some);
      assertThat(answer)
          .as("%s", query.limit(limit))
          .isEqualTo(some.size() == limit ? some.get(some.size() - 1).position() : end);
    }
  }

  private static List<EventFilter> filters() {
    StreamId rare = new StreamId("rare", "r");
    StreamId often = new StreamId("note", "n1");
    EventFilter all = EventFilter.all();
    Instant late = START.plusMillis(9_000);
    return List.of(
        all,
        EventFilter.ofStream(rare),
        EventFilter.ofStream(often),
        EventFilter.ofStream(new StreamId("none", "r")),
        EventFilter.ofEventTypes("Erased"),
        EventFilter.ofEventTypes("Erased", "Written"),
        EventFilter.ofEventTypes("Erased").withStream(often),
        EventFilter.ofEventTypes("Written").withStream(rare),
        EventFilter.ofAggregateTypes("rare"),
        EventFilter.ofAggregateTypes("rare").withStream(often),
        EventFilter.ofAggregateTypes("note", "rare").withStream(often),
        new EventFilter(Set.of("rare"), Set.of("Written")),
        new EventFilter(Set.of("note"), Set.of("Erased")),
        all.since(late),
        all.until(START.plusMillis(3_000)),
        all.since(late).until(late.plusMillis(500)),
        all.since(late.plusNanos(1)).until(late.plusNanos(500_000_001)),
        all.since(Instant.MAX),
        all.since(Instant.MIN).until(Instant.MAX),
        all.until(START.minusMillis(1)),
        EventFilter.ofEventTypes("Erased").since(late),
        EventFilter.ofAggregateTypes("rare").since(late).until(late.plusMillis(2_000)),
        EventFilter.ofStream(often).since(late),
        EventFilter.ofStream(rare).until(late));
  }

  /** Mostly the same, with a few others between, and times that grow but for a few. */
  private static void fill(EventStore store) {
    Random random = new Random(7);
    for (int i = 0; i < EVENTS / 3; i++) {
      boolean rare = i % 90 == 40;
      StreamId stream =
          rare ? new StreamId("rare", "r") : Note.stream("n" + (i < 300 ? 1 : random.nextInt(4)));
      Instant at = i % 120 == 70 ? START.minusMillis(i) : START.plusMillis(i * 30L);
      List<Event> events =
          List.of(
              new Note.Written("a"),
              i % 110 == 50 ? new Note.Erased(1) : new Note.Written("b"),
              new Note.Written("c"));
      store.append(Append.of(stream, ExpectedVersion.any(), events, Metadata.at(at)));
    }
  }

  private static List<RecordedEvent> read(EventStore store, EventQuery query) {
    List<RecordedEvent> events = new ArrayList<>();
    long unused = store.readLog(query, events::add);
    return events;
  }
}
