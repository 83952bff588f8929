package io.counterfoil.jdbc.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.Note;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What readers are given whose connections are cut. */
class ReadFaultTest {
  private static final StreamId STREAM = Note.stream("long");
  private static final int EVENTS = 3_000; // some pages
  private static TestDatabase database = TestDatabases.h2Memory(); // until the real one is there

  private final CuttingProxy proxy = CuttingProxy.before(database);
  private final EventStore store = JdbcEventStore.on(proxy.database().dataSource(), Note.TYPES);

  @BeforeAll
  static void storeEvents() {
    database = TestDatabases.postgres();
    JdbcSchema.of(database.dataSource()).create();
    JdbcEventStore.on(database.dataSource(), Note.TYPES).append(Note.written(STREAM, EVENTS));
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_IT_IS_SENT, 0",
    "BEFORE_THE_END_OF_THE_ANSWER, 0", // the horizon
    "BEFORE_THE_END_OF_THE_ANSWER, 1",
    "BEFORE_IT_IS_SENT, 2",
    "BEFORE_THE_ANSWER, 3"
  })
  void aReaderOfTheLogGoesOnBehindTheLastEventItWasGiven(Moment moment, int queries) {
    List<Long> given = new ArrayList<>();
    proxy.cut(moment, "SELECT", queries);

    assertThatThrownBy(() -> store.readLog(EventQuery.after(0), e -> given.add(e.position())))
        .isInstanceOf(EventStoreException.class)
        .isNotInstanceOf(AppendOutcomeUnknown.class)
        .hasMessageContaining("log");
    assertThat(proxy.isArmed()).isFalse();
    assertThat(given).hasSizeLessThan(EVENTS);
    long checkpoint = given.isEmpty() ? 0 : given.get(given.size() - 1);

    long end = store.readLog(EventQuery.after(checkpoint), e -> given.add(e.position()));

    assertThat(end).isEqualTo(EVENTS);
    assertThat(given).isEqualTo(LongStream.rangeClosed(1, EVENTS).boxed().toList());
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void aReaderOfAStreamGoesOnBehindTheLastEventItWasGiven(Moment moment) {
    List<Long> given = new ArrayList<>();
    proxy.cut(moment, "SELECT", 2);

    assertThatThrownBy(() -> store.readStream(StreamQuery.of(STREAM), e -> given.add(e.sequence())))
        .isInstanceOf(EventStoreException.class)
        .hasMessageContaining("note/long");
    assertThat(proxy.isArmed()).isFalse();
    assertThat(given).isNotEmpty().hasSizeLessThan(EVENTS);
    store.readStream(StreamQuery.of(STREAM).from(given.size() + 1L), e -> given.add(e.sequence()));

    assertThat(given).isEqualTo(LongStream.rangeClosed(1, EVENTS).boxed().toList());
  }

  @Test
  void everyOtherQuestionFailsAsTheStoreDoes() {
    proxy.refuse();

    assertThatThrownBy(store::status).isInstanceOf(EventStoreException.class);
    assertThatThrownBy(store::head).isInstanceOf(EventStoreException.class);
    assertThatThrownBy(() -> store.outcome(STREAM, "key")).isInstanceOf(EventStoreException.class);
    assertThatThrownBy(() -> JdbcEventStore.on(proxy.database().dataSource(), Note.TYPES))
        .isInstanceOf(EventStoreException.class);
  }
}
