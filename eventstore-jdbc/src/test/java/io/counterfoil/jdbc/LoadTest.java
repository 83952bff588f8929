package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.command.CommandBus;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStreams;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a load asks the database for, and in how many queries. */
class LoadTest {
  private static final StreamId STREAM = Note.stream("n");
  private static final CommandKey KEY = new CommandKey("k", "f");

  @ParameterizedTest
  @EnumSource
  void aSnapshotAnOutcomeAndTheEventsSinceAreOneQuery(Engine engine) {
    CountingDataSource source = new CountingDataSource(engine.withTables().dataSource());
    DataSource counting = source.counting();
    EventStore store = JdbcEventStore.on(counting, Note.TYPES);
    JdbcSnapshotStore snapshots = JdbcSnapshotStore.on(counting);
    store.append(Note.written(STREAM, 9));
    store.append(Note.written(STREAM, 2).withKey(KEY));
    snapshots.save(snapshotAt(7));
    source.reset();

    Loaded loaded = Loaded.from(store, query(snapshots).key("k"));

    assertThat(source.sent()).containsExactly("executeQuery");
    assertThat(loaded.snapshots).containsExactly(snapshotAt(7));
    assertThat(loaded.sequences).containsExactly(7L, 8L, 9L, 10L, 11L);
    assertThat(loaded.outcome).contains(new Outcome(STREAM, KEY, 2, 11, Optional.empty()));
    assertThat(Loaded.from(store, query(snapshots).from(9)).sequences)
        .containsExactly(9L, 10L, 11L);
    assertThat(Loaded.from(store, LoadQuery.of(STREAM).key("none")).outcome).isEmpty();
    assertThat(Loaded.from(store, LoadQuery.of(STREAM).snapshot(snapshots, 2)).sequences)
        .hasSize(11);
    assertThat(source.sent()).hasSize(4).containsOnly("executeQuery");
  }

  @Test
  void aKeyedCommandOnAnAggregateWithASnapshotIsTwoRoundTripsOnPostgres() {
    CountingDataSource source = new CountingDataSource(Engine.POSTGRES.withTables().dataSource());
    DataSource counting = source.counting();
    CommandBus bus =
        CommandBus.on(JdbcEventStore.on(counting, Tally.TYPES))
            .aggregates(Tally.TALLY)
            .snapshots(JdbcSnapshotStore.on(counting), SnapshotPolicy.every(2))
            .snapshotExecutor(Runnable::run)
            .build();
    bus.dispatch(new Tally.Add("t", 1));
    bus.dispatch(new Tally.Add("t", 1));
    source.reset();

    bus.dispatch(new Tally.Add("t", 1), DispatchOptions.key("k"));

    assertThat(source.sent()).containsExactly("executeQuery", "executeQuery");
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotOfAnotherDataSourceIsAskedForFirst(Engine engine) {
    TestDatabase database = engine.withTables();
    CountingDataSource source = new CountingDataSource(database.dataSource());
    EventStore store = JdbcEventStore.on(source.counting(), Note.TYPES);
    SnapshotStore elsewhere = JdbcSnapshotStore.on(Engine.H2_MEMORY.withTables().dataSource());
    store.append(Note.written(STREAM, 9).withKey(KEY));
    elsewhere.save(snapshotAt(8));
    source.reset();

    Loaded loaded = Loaded.from(store, query(elsewhere).key("k"));

    assertThat(source.sent()).containsExactly("executeQuery");
    assertThat(loaded.sequences).containsExactly(8L, 9L);
    assertThat(loaded.outcome).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void aLostTableOfSnapshotsFailsNoLoad(Engine engine) {
    TestDatabase database = engine.withTables();
    DataSource dataSource = database.dataSource();
    EventStore store = JdbcEventStore.on(dataSource, Note.TYPES);
    SnapshotStore snapshots = JdbcSnapshotStore.on(dataSource);
    store.append(Note.written(STREAM, 3).withKey(KEY));
    database.execute("DROP TABLE \"counterfoil_snapshots\"");

    Loaded loaded = Loaded.from(store, query(snapshots).key("k"));

    assertThat(loaded.sequences).containsExactly(1L, 2L, 3L);
    assertThat(loaded.outcome).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void anOutcomeThatIsStoredBetweenTwoPagesIsSeenWithItsEvents(Engine engine) {
    EventStore store =
        JdbcEventStore.with(engine.withTables().dataSource(), Note.TYPES).pageOf(2).build();
    store.append(Note.written(STREAM, 3));
    List<Long> sequences = new ArrayList<>();

    Optional<Outcome> outcome =
        store.load(
            LoadQuery.of(STREAM).key("k"),
            snapshot -> {},
            event -> {
              if (event.sequence() == 1) {
                store.append(Note.written(STREAM, ExpectedVersion.exactly(3), "x").withKey(KEY));
              }
              sequences.add(event.sequence());
            });

    assertThat(sequences).containsExactly(1L, 2L, 3L, 4L);
    assertThat(outcome).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void aLoadInATransactionOfTheCallerSeesWhatItAppended(Engine engine) throws SQLException {
    DataSource dataSource = engine.withTables().dataSource();
    JdbcEventStore store = JdbcEventStore.on(dataSource, Note.TYPES);
    SnapshotStore snapshots = JdbcSnapshotStore.on(dataSource);
    store.append(Note.written(STREAM, 3));
    snapshots.save(snapshotAt(2));
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      EventStreams streams = store.using(connection);
      streams.append(Note.written(STREAM, 1).withKey(KEY));

      Loaded loaded = Loaded.from(streams, query(snapshots).key("k"));

      assertThat(loaded.sequences).containsExactly(2L, 3L, 4L);
      assertThat(loaded.outcome).isPresent();
      connection.rollback();
    }
    assertThat(Loaded.from(store, query(snapshots).key("k")).outcome).isEmpty();
  }

  private static LoadQuery query(SnapshotStore snapshots) {
    return LoadQuery.of(STREAM).snapshot(snapshots, 1);
  }

  private static Snapshot snapshotAt(long sequence) {
    return new Snapshot(STREAM, 1, sequence, new UUID(0, sequence), "{\"a\":\"\u20ac\"}");
  }

  /** What a load handed on. */
  private static final class Loaded {
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final List<Long> sequences = new ArrayList<>();
    private Optional<Outcome> outcome = Optional.empty();

    static Loaded from(EventStreams streams, LoadQuery query) {
      Loaded loaded = new Loaded();
      loaded.outcome =
          streams.load(
              query, loaded.snapshots::add, event -> loaded.sequences.add(event.sequence()));
      return loaded;
    }
  }
}
