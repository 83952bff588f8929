package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcSchemaTest {
  private static final StreamId STREAM = Note.stream("n");

  @ParameterizedTest
  @EnumSource
  void creatingTheTablesTwiceChangesNothing(Engine engine) {
    TestDatabase database = engine.withTables();
    EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    store.append(Note.written(STREAM, 2));

    JdbcSchema.of(database.dataSource()).create();

    assertThat(store.append(Note.written(STREAM, 1)).events().get(0).position()).isEqualTo(3);
  }

  /** With names of its own, too, since tables and indexes are looked for by their schema. */
  @ParameterizedTest
  @EnumSource
  void creatingTablesThatAreThereWaitsForNoWriter(Engine engine) throws Exception {
    TestDatabase database = engine.fresh();
    database.execute("CREATE SCHEMA \"bank\"");
    for (String prefix : List.of("counterfoil_", "bank.es_")) {
      JdbcTables tables = JdbcTables.prefixed(prefix);
      JdbcSchema schema = JdbcSchema.of(database.dataSource(), tables);
      schema.create();
      ExecutorService thread = Executors.newSingleThreadExecutor();
      try (HeldTransaction held = HeldTransaction.open(database)) {
        held.execute("DELETE FROM " + tables.events().quoted());

        thread.submit(schema::create).get(60, TimeUnit.SECONDS);
      } finally {
        thread.shutdownNow();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyNodesMayCreateTheTablesAtOnce(Engine engine) throws Exception {
    TestDatabase database = engine.fresh();
    int nodes = 8;
    CyclicBarrier together = new CyclicBarrier(nodes);
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    try {
      List<Future<?>> creating = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        JdbcSchema schema = JdbcSchema.of(database.dataSource());
        creating.add(
            threads.submit(
                () -> {
                  together.await();
                  schema.create();
                  return true;
                }));
      }
      for (Future<?> one : creating) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }

    EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    assertThat(store.append(Note.written(STREAM, 1)).events().get(0).position()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void keepsStoresWithOtherNamesApartInOneDatabase(Engine engine) {
    TestDatabase database = engine.withTables();
    database.execute("CREATE SCHEMA \"Bank\"");
    JdbcTables tables =
        JdbcTables.prefixed("Bank.es_").events("Bank.Select").counter("other_" + "c".repeat(45));
    JdbcSchema.of(database.dataSource(), tables).create();
    JdbcSchema.of(database.dataSource(), tables).create();

    EventStore own = JdbcEventStore.on(database.dataSource(), Note.TYPES, tables);
    EventStore plain = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    own.append(Note.written(STREAM, 3));

    assertThat(own.events(STREAM)).hasSize(3);
    assertThat(plain.events(STREAM)).isEmpty();
    assertThat(own.readLog(io.counterfoil.store.EventQuery.after(0), event -> {})).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatToRunWhenATableIsMissing(Engine engine) {
    TestDatabase database = engine.fresh();

    assertThatThrownBy(() -> JdbcEventStore.on(database.dataSource(), Note.TYPES))
        .isInstanceOf(EventStoreException.class)
        .hasMessageContaining("counterfoil_events")
        .hasMessageContaining("JdbcSchema.of(dataSource).create()");
    assertThatThrownBy(() -> JdbcSnapshotStore.on(database.dataSource()))
        .isInstanceOf(EventStoreException.class)
        .hasMessageContaining("counterfoil_snapshots");
  }

  @ParameterizedTest
  @EnumSource
  void saysThatATableOfSnapshotsIsOfAnOlderVersion(Engine engine) {
    TestDatabase database = engine.withTables();
    String table = JdbcTables.defaults().snapshots().quoted();
    database.execute("DROP TABLE " + table);
    database.execute(
        "CREATE TABLE "
            + table
            + " (\"aggregate_type\" VARCHAR(255), \"aggregate_id\" VARCHAR(255),"
            + " \"state_version\" INTEGER, \"sequence\" BIGINT, \"last_event_id\" UUID,"
            + " \"state\" VARCHAR(1000),"
            + " PRIMARY KEY (\"aggregate_type\", \"aggregate_id\", \"state_version\"))");

    assertThatThrownBy(() -> JdbcSnapshotStore.on(database.dataSource()))
        .isInstanceOf(EventStoreException.class)
        .hasMessageContaining("counterfoil_snapshots is of an older version")
        .hasMessageContaining("drop it and run JdbcSchema.of(dataSource).create()");

    database.execute("DROP TABLE " + table);
    JdbcSchema.of(database.dataSource()).create();
    assertThat(JdbcSnapshotStore.on(database.dataSource()).newest(STREAM, 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2", "postgresql"})
  void printsTheStatementsWithoutADatabase(String dialect) {
    String ddl = JdbcSchema.ddl(dialect, JdbcTables.prefixed("bank.es_"));

    assertThat(ddl)
        .contains("\"bank\".\"es_events\"", "\"bank\".\"es_outcomes\"", "\"bank\".\"es_snapshots\"")
        .doesNotContain("{", "}");
    assertThat(ddl.contains("\"bank\".\"es_counter\"")).isEqualTo(dialect.equals("h2"));
  }

  @ParameterizedTest
  @EnumSource
  void thePrintedStatementsCreateTheTables(Engine engine) {
    TestDatabase database = engine.fresh();
    String ddl = JdbcSchema.of(database.dataSource()).ddl();

    database.execute(ddl.split(";\\R"));

    assertThat(JdbcEventStore.on(database.dataSource(), Note.TYPES).status().events()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void saysWhyTheTablesCouldNotBeCreated(Engine engine) {
    TestDatabase database = engine.fresh();
    JdbcTables tables = JdbcTables.prefixed("nowhere.es_");

    assertThatThrownBy(() -> JdbcSchema.of(database.dataSource(), tables).create())
        .isInstanceOf(EventStoreException.class)
        .hasMessageContaining(database.isPostgres() ? "SQLState 3F000" : "SQLState 90079")
        .hasMessageContaining("nowhere")
        .hasMessageContaining("must be created first");
  }

  @Test
  void lookingForAMissingTableLeavesNoTraceFile(@TempDir Path folder) throws IOException {
    TestDatabase database = TestDatabases.h2File(folder);

    assertThatThrownBy(() -> JdbcEventStore.on(database.dataSource(), Note.TYPES))
        .hasMessageContaining("counterfoil_events");

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".trace.db"));
    }
  }
}
