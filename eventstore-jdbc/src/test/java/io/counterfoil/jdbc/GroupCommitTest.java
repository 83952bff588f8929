package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.jdbc.GatedDataSource.Ending;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Appends that arrive together share a transaction, and nothing else. */
class GroupCommitTest {
  private static final long FOR_EVER = TimeUnit.MINUTES.toNanos(10);
  private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(1);

  /** A store with one place, which the first append keeps until the gate is opened. */
  private static final class Setting {
    private final TestDatabase database;
    private final GatedDataSource source;
    private final JdbcEventStore store;
    private final List<Thread> threads = new ArrayList<>();
    private CommitQueue queue = new CommitQueue(1, 1, 1, 1, 1);
    private CountDownLatch gate = new CountDownLatch(0);

    Setting(Engine engine, long shortest, long patience) {
      this(engine, 256, 1 << 20, shortest, patience);
    }

    Setting(Engine engine, int appends, long characters, long shortest, long patience) {
      this.database = engine.withTables();
      this.source = new GatedDataSource(database.dataSource());
      this.store =
          JdbcEventStore.open(
              source.dataSource(),
              Note.TYPES,
              JdbcTables.defaults(),
              StoreOptions.queue(
                  dialect -> queue = new CommitQueue(1, appends, characters, shortest, patience)));
    }

    /** Starts an append that has the place and waits at the gate. */
    Future<AppendResult> startFirst() {
      gate = source.close();
      Future<AppendResult> first = start(Note.written(Note.stream("first"), 1));
      source.awaitSomebodyAtTheGate();
      return first;
    }

    /** Starts an append and waits until so many wait in the queue. */
    Future<AppendResult> start(Append append, int waiting) {
      Future<AppendResult> task = start(append);
      awaitLength(waiting);
      return task;
    }

    Future<AppendResult> start(Append append) {
      FutureTask<AppendResult> task = new FutureTask<>(() -> store.append(append));
      Thread thread = new Thread(task);
      threads.add(thread);
      thread.start();
      return task;
    }

    void awaitLength(int waiting) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (queue.length() != waiting) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        LockSupport.parkNanos(100_000);
      }
    }

    Thread lastThread() {
      return threads.get(threads.size() - 1);
    }

    long events() {
      return store.status().events();
    }
  }

  private static AppendResult get(Future<AppendResult> append) throws Exception {
    return append.get(60, TimeUnit.SECONDS);
  }

  private static Throwable failureOf(Future<AppendResult> append) throws Exception {
    try {
      AppendResult result = get(append);
      throw new AssertionError("it was to fail, but answered " + result);
    } catch (ExecutionException e) {
      return java.util.Objects.requireNonNull(e.getCause());
    }
  }

  @ParameterizedTest
  @EnumSource
  void thoseThatWaitTogetherShareOneTransaction(Engine engine) throws Exception {
    Setting setting = new Setting(engine, FOR_EVER, FOR_EVER);
    List<Future<AppendResult>> appends = new ArrayList<>();
    appends.add(setting.startFirst());
    for (int i = 1; i <= 20; i++) {
      appends.add(setting.start(Note.written(Note.stream("s" + i), i % 3 + 1), i));
    }

    setting.gate.countDown();

    for (Future<AppendResult> append : appends) {
      AppendResult result = get(append);
      List<RecordedEvent> stored = setting.store.events(result.stream());
      assertThat(stored).isEqualTo(result.events());
      assertThat(stored)
          .extracting(RecordedEvent::position)
          .isEqualTo(result.events().stream().map(RecordedEvent::position).toList());
    }
    if (setting.database.isPostgres()) {
      assertThat(setting.source.executed()).hasSize(2);
    }
    assertThat(setting.store.readLog(EventQuery.after(0), event -> {})).isEqualTo(setting.events());
  }

  @ParameterizedTest
  @EnumSource
  void eachKeepsItsOwnOutcome(Engine engine) throws Exception {
    Setting setting = new Setting(engine, FOR_EVER, FOR_EVER);
    CommandKey key = new CommandKey("k", "f");
    NewEvent event = new NewEvent(UUID.randomUUID(), new Note.Written("once"), Note.META);
    StreamId keyed = Note.stream("keyed");
    setting.store.append(Note.written(keyed, 2).withKey(key));
    Future<AppendResult> first = setting.startFirst();

    Future<AppendResult> sound = setting.start(Note.written(Note.stream("a"), 3), 1);
    Future<AppendResult> conflict =
        setting.start(Note.written(Note.stream("b"), ExpectedVersion.exactly(7), "late"), 2);
    Future<AppendResult> decided = setting.start(Note.written(keyed, 1).withKey(key), 3);
    Future<AppendResult> one = setting.start(with(Note.stream("c"), event), 4);
    Future<AppendResult> same = setting.start(with(Note.stream("d"), event), 5);
    Future<AppendResult> none =
        setting.start(Note.written(Note.stream("e"), ExpectedVersion.exists(), "none"), 6);
    Future<AppendResult> check =
        setting.start(Append.check(Note.stream("f"), ExpectedVersion.none()), 7);
    Future<AppendResult> rejected =
        setting.start(
            new Append(
                Note.stream("g"),
                ExpectedVersion.none(),
                List.of(),
                Optional.of(key),
                Optional.empty()),
            8);
    setting.gate.countDown();

    assertThat(get(first).lastSequence()).isEqualTo(1);
    assertThat(get(sound).lastSequence()).isEqualTo(3);
    assertThat(failureOf(conflict)).isInstanceOf(ConcurrencyConflict.class);
    assertThat(failureOf(decided)).isInstanceOf(KeyAlreadyDecided.class);
    assertThat(failureOf(none)).isInstanceOf(ConcurrencyConflict.class);
    assertThat(get(check).lastSequence()).isZero();
    assertThat(get(rejected).lastSequence()).isZero();
    assertThat(setting.store.outcome(Note.stream("g"), "k")).isPresent();
    List<Future<AppendResult>> both = List.of(one, same);
    List<Object> answers = new ArrayList<>();
    for (Future<AppendResult> append : both) {
      try {
        answers.add(get(append));
      } catch (ExecutionException e) {
        answers.add(java.util.Objects.requireNonNull(e.getCause()));
      }
    }
    assertThat(answers).hasAtLeastOneElementOfType(AppendResult.class);
    assertThat(answers).hasAtLeastOneElementOfType(DuplicateEventId.class);
    assertThat(setting.events()).isEqualTo(2 + 1 + 3 + 1);
  }

  private static Append with(StreamId stream, NewEvent event) {
    return new Append(
        stream, ExpectedVersion.any(), List.of(event), Optional.empty(), Optional.empty());
  }

  @ParameterizedTest
  @EnumSource
  void anotherAppendToTheSameStreamWaitsForItsTurn(Engine engine) throws Exception {
    Setting setting = new Setting(engine, FOR_EVER, FOR_EVER);
    StreamId stream = Note.stream("same");
    Future<AppendResult> first = setting.startFirst();
    List<Future<AppendResult>> appends = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      appends.add(setting.start(Note.written(stream, ExpectedVersion.exactly(i - 1), "n" + i), i));
    }
    setting.gate.countDown();

    get(first);
    for (int i = 1; i <= 5; i++) {
      assertThat(get(appends.get(i - 1)).lastSequence()).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBatchIsBoundedByCountAndSize(Engine engine) throws Exception {
    Setting setting = new Setting(engine, 3, 1_000, FOR_EVER, FOR_EVER);
    List<Future<AppendResult>> appends = new ArrayList<>();
    appends.add(setting.startFirst());
    for (int i = 1; i <= 7; i++) {
      String text = "x".repeat(i == 2 ? 5_000 : 10);
      appends.add(
          setting.start(Note.written(Note.stream("s" + i), ExpectedVersion.none(), text), i));
    }
    setting.gate.countDown();

    for (Future<AppendResult> append : appends) {
      get(append);
    }
    assertThat(setting.events()).isEqualTo(8);
    if (setting.database.isPostgres()) { // by itself; 1, 3, 4; 2 by itself; 5, 6, 7
      assertThat(setting.source.executed()).hasSize(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBatchThatIsRefusedRunsOneByOne(Engine engine) throws Exception {
    Setting setting = new Setting(engine, FOR_EVER, FOR_EVER);
    Future<AppendResult> first = setting.startFirst();
    List<Future<AppendResult>> appends = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      appends.add(setting.start(Note.written(Note.stream("s" + i), 1), i));
    }
    setting.source.end(Ending.REFUSED);
    setting.gate.countDown();

    assertThat(failureOf(first)).hasMessageContaining("note/first");
    for (int i = 1; i <= 3; i++) {
      assertThat(failureOf(appends.get(i - 1)))
          .isExactlyInstanceOf(EventStoreException.class)
          .hasMessageContaining("note/s" + i)
          .hasMessageContaining("nothing was stored");
    }
    assertThat(setting.events()).isZero();
    setting.source.end(Ending.WELL);
    assertThat(setting.store.append(Note.written(Note.stream("s1"), 1)).lastSequence()).isOne();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.INCLUDE, names = "POSTGRES")
  void anAnswerThatIsLostLeavesAllOfTheBatchInDoubtAndTheirKeysSettleIt(Engine engine)
      throws Exception {
    Setting setting = new Setting(engine, FOR_EVER, FOR_EVER);
    CommandKey key = new CommandKey("k", "f");
    Future<AppendResult> first = setting.startFirst();
    List<Append> keyed = new ArrayList<>();
    List<Future<AppendResult>> appends = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      keyed.add(Note.written(Note.stream("s" + i), i).withKey(key));
      appends.add(setting.start(keyed.get(i - 1), i));
    }
    setting.source.end(Ending.ANSWER_LOST);
    setting.gate.countDown();

    assertThat(failureOf(first)).isInstanceOf(AppendOutcomeUnknown.class);
    for (int i = 1; i <= 3; i++) {
      StreamId stream = Note.stream("s" + i);
      assertThat(failureOf(appends.get(i - 1)))
          .isInstanceOfSatisfying(
              AppendOutcomeUnknown.class,
              unknown -> assertThat(unknown.stream()).isEqualTo(stream));
    }
    setting.source.end(Ending.WELL);
    for (Append append : keyed) {
      assertThatThrownBy(() -> setting.store.append(append)).isInstanceOf(KeyAlreadyDecided.class);
    }
    assertThat(setting.events()).isEqualTo(1 + 1 + 2 + 3);
  }

  @ParameterizedTest
  @EnumSource
  void anErrorOfTheOneWhoRunsTheBatchKeepsNobodyWaiting(Engine engine) throws Exception {
    Setting setting = new Setting(engine, FOR_EVER, FOR_EVER);
    Future<AppendResult> first = setting.startFirst();
    List<Future<AppendResult>> appends = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      appends.add(setting.start(Note.written(Note.stream("s" + i), 1), i));
    }
    setting.source.end(Ending.ERROR);
    setting.gate.countDown();

    assertThat(failureOf(first)).isInstanceOf(AssertionError.class);
    assertThat(failureOf(appends.get(0))).isInstanceOf(AssertionError.class);
    assertThat(failureOf(appends.get(1))).isInstanceOf(AppendOutcomeUnknown.class);
    assertThat(failureOf(appends.get(2))).isInstanceOf(AppendOutcomeUnknown.class);
    setting.source.end(Ending.WELL);
    assertThat(setting.store.append(Note.written(Note.stream("s1"), 1)).lastSequence()).isOne();
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsTheWaitOfOneThatNobodyHasTaken(Engine engine) throws Exception {
    Setting setting = new Setting(engine, FOR_EVER, FOR_EVER);
    Future<AppendResult> first = setting.startFirst();
    Future<AppendResult> gone = setting.start(Note.written(Note.stream("a"), 1), 1);
    Thread thread = setting.lastThread();
    Future<AppendResult> stays = setting.start(Note.written(Note.stream("b"), 1), 2);

    thread.interrupt();

    assertThat(failureOf(gone))
        .isExactlyInstanceOf(EventStoreException.class)
        .hasMessageContaining("interrupted")
        .hasMessageContaining("nothing was stored");
    setting.gate.countDown();
    get(first);
    get(stays);
    assertThat(setting.store.events(Note.stream("a"))).isEmpty();
  }

  /** A caller's transaction that the batch waits for goes on only after an append of its own. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.INCLUDE, names = "POSTGRES")
  void aCircleThroughACallersTransactionIsBroken(Engine engine) throws Exception {
    Setting setting = new Setting(engine, AT_ONCE, FOR_EVER);
    try (HeldTransaction callers = HeldTransaction.open(setting.database)) {
      callers.insertEvent("x", 1);
      Future<AppendResult> blocked = setting.start(Note.written(Note.stream("x"), 1));
      callers.awaitBlocked(1);

      AppendResult own = setting.store.append(Note.written(Note.stream("y"), 1));
      callers.commit();

      assertThat(own.lastSequence()).isOne();
      assertThat(get(blocked).lastSequence()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfItsBatchesAndLeavesAppendsAloneWhenItIsOff(Engine engine) {
    TestDatabase database = engine.withTables();
    List<AppendBatch> batches = new ArrayList<>();
    JdbcEventStore store =
        JdbcEventStore.with(database.dataSource(), Note.TYPES).onBatch(batches::add).build();
    JdbcEventStore alone =
        JdbcEventStore.with(database.dataSource(), Note.TYPES)
            .batchOf(1)
            .onBatch(batches::add)
            .build();

    store.append(Note.written(Note.stream("a"), 2));
    alone.append(Note.written(Note.stream("a"), 2));

    assertThat(batches)
        .singleElement()
        .satisfies(
            batch -> {
              assertThat(batch.appends()).isOne();
              assertThat(batch.stored()).isOne();
              assertThat(batch.characters()).isPositive();
              assertThat(batch.took()).isPositive();
            });
    assertThat(store.events(Note.stream("a"))).hasSize(4);
  }

  /** Under auto-commit it is stored by then, so that nobody may say that it is not. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.INCLUDE, names = "POSTGRES")
  void anAnswerThatCannotBeReadLeavesAllInDoubt(Engine engine) throws Exception {
    Setting setting = new Setting(engine, FOR_EVER, FOR_EVER);
    Future<AppendResult> first = setting.startFirst();
    List<Future<AppendResult>> appends = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      appends.add(setting.start(Note.written(Note.stream("s" + i), 1), i));
    }
    setting.source.end(Ending.ANSWER_UNREADABLE);
    setting.gate.countDown();

    assertThat(failureOf(first)).isInstanceOf(AppendOutcomeUnknown.class);
    for (Future<AppendResult> append : appends) {
      assertThat(failureOf(append)).isInstanceOf(AppendOutcomeUnknown.class);
    }
    assertThat(setting.events()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void whatAListenerThrowsHarmsNoAppend(Engine engine) {
    TestDatabase database = engine.withTables();
    JdbcEventStore store =
        JdbcEventStore.with(database.dataSource(), Note.TYPES)
            .onBatch(
                batch -> {
                  throw new AssertionError("the listener broke");
                })
            .build();

    assertThat(store.append(Note.written(Note.stream("a"), 1)).lastSequence()).isOne();
    assertThat(store.append(Note.written(Note.stream("a"), 1)).lastSequence()).isEqualTo(2);
  }
}
