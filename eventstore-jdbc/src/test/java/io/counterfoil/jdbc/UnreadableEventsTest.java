package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.command.CommandBus;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.EventVersion;
import io.counterfoil.serialization.Upcaster;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import io.counterfoil.store.UnreadableEvent;
import io.counterfoil.store.Verification;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that today's code cannot read, in the middle of others. */
class UnreadableEventsTest {
  private static final StreamId STREAM = Note.stream("n1");
  private static final StreamId OTHER = Note.stream("n2");

  /** Six events, of which three were damaged or come from a later release. */
  private static EventStore damaged(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    store.append(Note.written(STREAM, 4));
    store.append(Append.of(OTHER, ExpectedVersion.none(), List.of(new Note.Erased(1)), Note.META));
    store.append(Note.written(STREAM, 1));
    change(database, "\"data\" = '{\"text\":\"s3cret' WHERE \"position\" = 2");
    change(database, "\"type\" = 'Scribbled' WHERE \"position\" = 3");
    change(database, "\"schema_version\" = 7 WHERE \"position\" = 5");
    return store;
  }

  private static void change(TestDatabase database, String change) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE \"counterfoil_events\" SET " + change);
    }
  }

  @ParameterizedTest
  @EnumSource
  void namesTheEventWhoseJsonIsCorrupted(Engine engine) throws SQLException {
    EventStore store = damaged(engine);

    assertThatExceptionOfType(UnreadableEvent.class)
        .isThrownBy(() -> store.readStream(StreamQuery.of(STREAM), RecordedEvent::payload))
        .withMessageContaining("the event Written (schema version 1) at note/n1 #2, position 2")
        .withMessageContaining("no well-formed JSON")
        .withMessageNotContaining("s3cret");
    assertThatExceptionOfType(UnreadableEvent.class)
        .isThrownBy(() -> store.readLog(EventQuery.after(0), RecordedEvent::payload))
        .satisfies(e -> assertThat(e.position()).isEqualTo(2));
  }

  @ParameterizedTest
  @EnumSource
  void verifiesTheWholeLogAndGoesOnBehindWhatCannotBeRead(Engine engine) throws SQLException {
    EventStore store = damaged(engine);
    List<UnreadableEvent> found = new ArrayList<>();

    Verification verification = store.verify(EventQuery.after(0), found::add);

    assertThat(verification).isEqualTo(new Verification(6, 3));
    assertThat(found).extracting(UnreadableEvent::position).containsExactly(2L, 3L, 5L);
    assertThat(found).extracting(UnreadableEvent::sequence).containsExactly(2L, 3L, 1L);
    assertThat(found).extracting(UnreadableEvent::stream).containsExactly(STREAM, STREAM, OTHER);
    assertThat(found)
        .extracting(UnreadableEvent::version)
        .containsExactly(
            new EventVersion("Written", 1),
            new EventVersion("Scribbled", 1),
            new EventVersion("Erased", 7));
    assertThat(found.get(1).reason()).contains("unknown event type 'Scribbled'");
    assertThat(found.get(2).reason()).contains("is newer than this program's 1");
    assertThat(found).allSatisfy(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }

  @ParameterizedTest
  @EnumSource
  void verifiesOneStream(Engine engine) throws SQLException {
    EventStore store = damaged(engine);
    List<Long> found = new ArrayList<>();

    Verification verification =
        store.verify(StreamQuery.of(STREAM), event -> found.add(event.sequence()));

    assertThat(verification).isEqualTo(new Verification(5, 2));
    assertThat(found).containsExactly(2L, 3L);
  }

  @ParameterizedTest
  @EnumSource
  void neverReadsWhatAFilterDidNotAskFor(Engine engine) throws SQLException {
    EventStore store = damaged(engine);
    TestDatabase other = engine.withTables();
    EventStore sound = JdbcEventStore.on(other.dataSource(), Note.TYPES);
    sound.append(Note.written(STREAM, 1));
    sound.append(Append.of(STREAM, ExpectedVersion.any(), List.of(new Note.Erased(2)), Note.META));
    change(other, "\"type\" = 'Scribbled' WHERE \"position\" = 1");

    assertThat(store.verify(EventQuery.after(5), e -> {})).isEqualTo(new Verification(1, 0));
    assertThat(
            sound.verify(EventQuery.after(0).filter(EventFilter.ofEventTypes("Erased")), e -> {}))
        .isEqualTo(new Verification(1, 0));
  }

  @ParameterizedTest
  @EnumSource
  void findsByTodaysNameWhatIsStoredUnderAnOlderOne(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    EventStore earlier = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    earlier.append(Note.written(STREAM, 2));
    change(database, "\"type\" = 'Scribbled' WHERE \"position\" = 1");
    EventTypes types =
        EventTypes.with(Note.class)
            .version(Note.Written.class, 2)
            .upcast(Upcaster.from("Scribbled", 1).renamedTo("Written", 1))
            .upcast(
                Upcaster.from("Written", 1)
                    .toNextVersion(
                        (json, event) ->
                            json.put("text", json.get("text").asString() + event.sequence())))
            .build();
    EventStore today = JdbcEventStore.on(database.dataSource(), types);
    today.append(Note.written(STREAM, ExpectedVersion.exactly(2), "new"));
    List<RecordedEvent> events = new ArrayList<>();

    today.readLog(EventQuery.after(0).filter(EventFilter.ofEventTypes("Written")), events::add);

    assertThat(events)
        .extracting(RecordedEvent::payload)
        .containsExactly(
            new Note.Written("text 11"), new Note.Written("text 22"), new Note.Written("new"));
    assertThat(events).extracting(RecordedEvent::schemaVersion).containsExactly(1, 1, 2);
    assertThat(today.events(STREAM))
        .extracting(RecordedEvent::payload)
        .isEqualTo(events.stream().map(RecordedEvent::payload).toList());
  }

  @ParameterizedTest
  @EnumSource
  void namesTheEventWhoseOtherColumnsAreDamaged(Engine engine) throws SQLException {
    for (String damage :
        List.of(
            "\"headers\" = '{\"tenant\":4711}'",
            "\"headers\" = '{4711'",
            "\"headers\" = '{\"at\":\"4711\"}'",
            "\"correlation_id\" = ''",
            "\"schema_version\" = 0")) {
      TestDatabase database = engine.withTables();
      EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
      store.append(Note.written(STREAM, 4));
      change(database, damage + " WHERE \"position\" = 3");

      assertThatExceptionOfType(EventStoreException.class)
          .isThrownBy(() -> store.verify(EventQuery.after(0), e -> {}))
          .as(damage)
          .withMessageContaining("the event at position 3 is damaged")
          .withMessageNotContaining("4711");
      assertThatExceptionOfType(EventStoreException.class)
          .isThrownBy(() -> store.events(STREAM))
          .as(damage)
          .withMessageContaining("the event at position 3 is damaged");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAuditNamesWhatNoStoreHasWritten(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    store.append(Note.written(STREAM, 4));
    change(database, "\"schema_version\" = 0 WHERE \"position\" = 3");

    assertThatExceptionOfType(EventStoreException.class)
        .isThrownBy(store::audit)
        .withMessageContaining("the first at position 3")
        .withMessageContaining("schema version 0");
  }

  record Erase(String id) {}

  record Foreign(String text) implements Event {}

  @ParameterizedTest
  @EnumSource
  void namesTheEventThatUpcastersHaveMadeOneOfAnotherFamily(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore.on(database.dataSource(), Note.TYPES).append(Note.written(STREAM, 4));
    change(database, "\"type\" = 'Scribbled' WHERE \"position\" = 3");
    EventTypes types =
        EventTypes.with(Note.class, Foreign.class)
            .upcast(Upcaster.from("Scribbled", 1).renamedTo("Foreign", 1))
            .build();
    Aggregate<Erase, Long, Note> notes =
        Aggregate.named("note", Note.class, 0L)
            .on(Note.Written.class, (count, event) -> count + 1)
            .on(Note.Erased.class, (count, event) -> count)
            .identifiedBy(Erase.class, Erase::id)
            .handle(Erase.class, (erase, count) -> List.of(new Note.Erased(count)))
            .build();
    EventStore store = JdbcEventStore.on(database.dataSource(), types);
    CommandBus bus = CommandBus.on(store).aggregates(notes).build();

    assertThatExceptionOfType(UnreadableEvent.class)
        .isThrownBy(() -> bus.state(notes, "n1"))
        .withMessageContaining("note/n1 #3, position 3")
        .withMessageContaining("not of the family " + Note.class.getName());
  }
}
