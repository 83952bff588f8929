package io.counterfoil.jdbc.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.jdbc.HeldTransaction;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.Note;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is told of an append whose connection is cut, and how its key settles what nobody knows: in
 * each case one outcome, the first.
 */
class AppendFaultTest {
  private static final String APPEND = "INSERT INTO";
  private static final AtomicInteger STREAMS = new AtomicInteger();
  private static TestDatabase database = TestDatabases.h2Memory(); // until the real one is there

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final StreamId stream = Note.stream("n" + STREAMS.incrementAndGet());
  private final CuttingProxy proxy = CuttingProxy.before(database);
  private final EventStore store = JdbcEventStore.on(proxy.database().dataSource(), Note.TYPES);

  /** Another node, on connections that nobody cuts. */
  private final EventStore another = JdbcEventStore.on(database.dataSource(), Note.TYPES);

  @BeforeAll
  static void makeTables() {
    database = TestDatabases.postgres();
    JdbcSchema.of(database.dataSource()).create();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    proxy.close();
  }

  static Stream<Arguments> momentsAndKinds() {
    return Stream.of(Moment.values())
        .flatMap(moment -> Stream.of(Kind.values()).map(kind -> Arguments.of(moment, kind)));
  }

  @ParameterizedTest
  @MethodSource("momentsAndKinds")
  void whoeverSentItDoesNotKnowAndTheKeySettlesIt(Moment moment, Kind kind) {
    proxy.cut(moment, APPEND);

    assertThatThrownBy(() -> store.append(kind.on(stream)))
        .isInstanceOfSatisfying(
            AppendOutcomeUnknown.class, e -> assertThat(e.stream()).isEqualTo(stream));

    assertThat(proxy.isArmed()).isFalse();
    boolean stored = moment != Moment.BEFORE_IT_IS_SENT;
    assertThat(another.outcome(stream, Kind.KEY.value()).isPresent()).isEqualTo(stored);
    assertThat(another.events(stream)).hasSize(stored ? kind.events() : 0);
    assertThat(isFirst(another, kind.on(stream))).isNotEqualTo(stored);
    requireSettled(kind);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void theServerMayCommitWhenItsClientHasGone(Kind kind) throws Exception {
    try (HeldTransaction held = HeldTransaction.open(database)) {
      Future<?> append = appendBehind(held, kind);
      int orphan = held.awaitBlocked(1).get(0);

      proxy.cutAll();
      requireUnknown(append);
      assertThat(another.outcome(stream, Kind.KEY.value())).isEmpty();
      held.rollback();
      awaitEndOf(orphan);

      assertThat(another.outcome(stream, Kind.KEY.value())).isPresent();
      assertThat(isFirst(store, kind.on(stream))).isFalse();
      requireSettled(kind);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRetryThatComesWhileTheServerIsStillAtWorkSettlesItToo(Kind kind) throws Exception {
    try (HeldTransaction held = HeldTransaction.open(database)) {
      Future<?> append = appendBehind(held, kind);
      held.awaitBlocked(1);

      proxy.cutAll();
      requireUnknown(append);
      Future<Boolean> retry = threads.submit(() -> isFirst(another, kind.on(stream)));
      held.awaitBlocked(2);
      held.rollback();

      retry.get(30, TimeUnit.SECONDS); // either may come first
      requireSettled(kind);
    }
  }

  @Test
  void theRetryStoresWhatTheCutAppendCouldNot() throws Exception {
    try (HeldTransaction held = HeldTransaction.open(database)) {
      Future<?> append = appendBehind(held, Kind.THREE_EVENTS);
      int orphan = held.awaitBlocked(1).get(0);

      proxy.cutAll();
      requireUnknown(append);
      held.commit(); // the orphan's event is now in its way
      awaitEndOf(orphan);

      assertThat(another.events(stream)).hasSize(1);
      assertThat(isFirst(store, Kind.THREE_EVENTS.on(stream))).isTrue();
      assertThat(another.events(stream)).hasSize(4);
    }
  }

  @Test
  void aServerThatIsCancelledHasStoredNothing() throws Exception {
    try (HeldTransaction held = HeldTransaction.open(database)) {
      Future<?> append = appendBehind(held, Kind.THREE_EVENTS);
      int blocked = held.awaitBlocked(1).get(0);

      database.execute("SELECT pg_cancel_backend(" + blocked + ")");

      requireNotStored(append);
      held.rollback();
      assertThat(isFirst(store, Kind.THREE_EVENTS.on(stream))).isTrue();
      requireSettled(Kind.THREE_EVENTS);
    }
  }

  @Test
  void aStatementThatTakesTooLongHasStoredNothing() throws Exception {
    TestDatabase impatient =
        new TestDatabase(
            database.url() + "?options=-c%20statement_timeout=50", database.user(), "");
    EventStore hasty = JdbcEventStore.on(impatient.dataSource(), Note.TYPES);
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent(stream.aggregateId());

      assertThatThrownBy(() -> hasty.append(Kind.ONE_EVENT.on(stream)))
          .isExactlyInstanceOf(EventStoreException.class)
          .hasMessageContaining("nothing was stored");

      held.rollback();
      assertThat(isFirst(another, Kind.ONE_EVENT.on(stream))).isTrue();
      requireSettled(Kind.ONE_EVENT);
    }
  }

  @Test
  void aServerThatIsTerminatedLeavesItOpen() throws Exception {
    try (HeldTransaction held = HeldTransaction.open(database)) {
      Future<?> append = appendBehind(held, Kind.A_REJECTION);
      int blocked = held.awaitBlocked(1).get(0);

      database.execute("SELECT pg_terminate_backend(" + blocked + ", 10000)");

      requireUnknown(append);
      held.rollback();
      assertThat(isFirst(another, Kind.A_REJECTION.on(stream))).isTrue();
      requireSettled(Kind.A_REJECTION);
    }
  }

  @Test
  void whatNeverGotAConnectionWasNotStored() {
    proxy.refuse();

    assertThatThrownBy(() -> store.append(Kind.ONE_EVENT.on(stream)))
        .isExactlyInstanceOf(EventStoreException.class)
        .hasMessageContaining("nothing was stored");

    assertThat(isFirst(another, Kind.ONE_EVENT.on(stream))).isTrue();
  }

  @Test
  void withoutAKeyTheIdsOfTheEventsTellWhatBecameOfThem() {
    Append append = Note.written(stream, ExpectedVersion.none(), "once");
    proxy.cut(Moment.BEFORE_THE_ANSWER, APPEND);

    assertThatThrownBy(() -> store.append(append)).isInstanceOf(AppendOutcomeUnknown.class);

    assertThatThrownBy(() -> store.append(append)).isInstanceOf(DuplicateEventId.class);
    assertThat(another.events(stream)).hasSize(1);
  }

  /** Lets an append run into what another transaction has inserted and not committed. */
  private Future<?> appendBehind(HeldTransaction held, Kind kind) throws Exception {
    if (kind.events() > 0) {
      held.insertEvent(stream.aggregateId());
    } else {
      held.execute(
          "INSERT INTO counterfoil_outcomes VALUES ('note', '"
              + stream.aggregateId()
              + "', 'key', 'fingerprint', 0, 0, NULL, 0)");
    }
    return threads.submit(() -> store.append(kind.on(stream)));
  }

  private static void requireUnknown(Future<?> append) {
    assertThatThrownBy(() -> append.get(30, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(AppendOutcomeUnknown.class);
  }

  private static void requireNotStored(Future<?> append) {
    assertThatThrownBy(() -> append.get(30, TimeUnit.SECONDS))
        .cause()
        .isExactlyInstanceOf(EventStoreException.class)
        .hasMessageContaining("nothing was stored");
  }

  /** Sends it again, and tells whether it was the first that came through. */
  private static boolean isFirst(EventStore store, Append append) {
    try {
      store.append(append);
      return true;
    } catch (KeyAlreadyDecided e) {
      return false;
    }
  }

  /** One outcome, the same from every node, and its events once. */
  private void requireSettled(Kind kind) {
    Append retry = kind.on(stream);
    Outcome expected =
        new Outcome(stream, Kind.KEY, kind.events(), kind.events(), retry.rejection());
    for (EventStore node : List.of(store, another)) {
      assertThatThrownBy(() -> node.append(retry))
          .isInstanceOfSatisfying(
              KeyAlreadyDecided.class, e -> assertThat(e.outcome()).isEqualTo(expected));
      assertThat(node.outcome(stream, Kind.KEY.value())).isEqualTo(Optional.of(expected));
      assertThat(node.events(stream)).hasSize(kind.events());
    }
  }

  private static void awaitEndOf(int backend) {
    Databases.await(
        database, "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid = " + backend + ")");
  }
}
