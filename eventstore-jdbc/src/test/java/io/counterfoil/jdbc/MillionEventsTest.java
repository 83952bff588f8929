package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.StoreAudit;
import io.counterfoil.store.StreamId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A log of 1,000,000 events on PostgreSQL: what a few among them cost to find, and memory. */
class MillionEventsTest {
  /** The horizon, the first stretch, the survey and a page. */
  private static final int STATEMENTS = 4;

  private static TestDatabase database = TestDatabases.onPostgres("not made yet");

  @BeforeAll
  static void fill() {
    database = MillionEvents.fill();
  }

  @Test
  void tenAmongAMillionCostAHandfulOfStatements() {
    try (HikariDataSource pool = database.pool(1)) {
      CountingDataSource source = new CountingDataSource(pool);
      EventStore store = JdbcEventStore.on(source.counting(), Tally.TYPES);
      long unused = store.readLog(EventQuery.after(MillionEvents.EVENTS), event -> {});
      for (Map.Entry<String, EventFilter> filter : filters().entrySet()) {
        for (EventQuery all : List.of(EventQuery.after(0), EventQuery.after(0).newestFirst())) {
          List<Long> found = new ArrayList<>();
          source.reset();
          long begun = System.nanoTime();

          long end = store.readLog(all.filter(filter.getValue()), e -> found.add(e.position()));

          System.out.printf(
              "%-40s %-9s %2d statements %6.1f ms%n",
              filter.getKey(),
              all.backwards() ? "backwards" : "forwards",
              source.sent().size(),
              (System.nanoTime() - begun) / 1e6);
          assertThat(found).as(filter.getKey()).hasSize(MillionEvents.RARE);
          assertThat(source.sent()).as(filter.getKey()).hasSizeLessThanOrEqualTo(STATEMENTS);
          assertThat(end).isEqualTo(all.backwards() ? 0 : store.head());
        }
      }
    }
  }

  private static Map<String, EventFilter> filters() {
    StreamId rare = new StreamId("rare", "r");
    EventFilter often = EventFilter.ofStream(new StreamId("tally", "long"));
    Instant old = Instant.ofEpochMilli(2_000_000);
    Instant middle = Instant.ofEpochMilli(1_717_250_000_000L + 4_000_000);
    EventFilter all = EventFilter.all();
    Map<String, EventFilter> filters = new LinkedHashMap<>();
    filters.put("event type", EventFilter.ofEventTypes("Seldom"));
    filters.put("aggregate type", EventFilter.ofAggregateTypes("rare"));
    filters.put("stream", EventFilter.ofStream(rare));
    filters.put("time, together", all.since(middle).until(middle.plusMillis(100)));
    filters.put("time, scattered", all.until(old));
    filters.put(
        "all event types, rare aggregate type",
        new EventFilter(Set.of("rare"), Set.of("Seldom", "Added")));
    filters.put(
        "rare event type, all aggregate types",
        new EventFilter(Set.of("tally", "rare"), Set.of("Seldom")));
    filters.put("long stream, little time", often.since(middle).until(middle.plusMillis(100)));
    filters.put("event type, little time", EventFilter.ofEventTypes("Added").until(old));
    filters.put("rare event type, long time", EventFilter.ofEventTypes("Seldom").since(old));
    return filters;
  }

  @Test
  void anAuditIsOneStatement() {
    try (HikariDataSource pool = database.pool(1)) {
      CountingDataSource source = new CountingDataSource(pool);
      EventStore store = JdbcEventStore.on(source.counting(), Tally.TYPES);
      source.reset();
      long begun = System.nanoTime();

      StoreAudit audit = store.audit();

      System.out.printf("audit %.1f ms%n", (System.nanoTime() - begun) / 1e6);
      assertThat(source.sent()).hasSize(1).noneMatch(sql -> sql.contains("data"));
      assertThat(audit.findings())
          .extracting(finding -> finding.stored().count())
          .hasSize(2)
          .startsWith((long) MillionEvents.RARE)
          .allMatch(count -> count == MillionEvents.RARE || count >= 999_990);
      assertThat(audit.unreadable()).hasSize(1); // the rare type is none of these tests'
    }
  }

  @Test
  void aLongLogAndALongStreamAreReadInLittleMemory() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MillionEventsTarget.class.getName(),
                database.url())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.lines().toList())
          .containsExactly(
              "log 1000000 1000000 999990",
              "stream 999990 999990",
              "load 999990 999990",
              "state 999990",
              "snapshot 7");
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
