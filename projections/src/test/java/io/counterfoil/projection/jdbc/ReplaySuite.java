package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Noted;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.RebuildProgress;
import io.counterfoil.projection.Replay;
import io.counterfoil.projection.ReplayRefused;
import io.counterfoil.projection.ReplayResult;
import io.counterfoil.store.StreamId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a replay of chosen events promises, on each database. */
abstract class ReplaySuite extends ReadModelSuite {
  private final Entries entries = new Entries();

  private ProjectionRunner caughtUp(Entries projected) {
    ProjectionRunner runner =
        runner(running(projected.in(pool).build()).batchSize(3)); // so that batches end anywhere
    runner.catchUp();
    return runner;
  }

  private Map<String, Long> editions() {
    return rows("SELECT position, edition FROM entry_view");
  }

  private void appendMixed() {
    Entries.append(store, new StreamId("account", "a"), 10, new Deposited(1));
    Entries.append(store, new StreamId("account", "b"), 20, new Withdrawn(1));
    Entries.append(store, new StreamId("account", "a"), 30, new Noted("not handled"));
    Entries.append(store, new StreamId("savings", "a"), 40, new Deposited(1));
    Entries.append(store, new StreamId("account", "a"), 50, new Withdrawn(1));
  }

  private void requireApplied(UnaryOperator<Replay> choice, Long... positions) {
    Entries fresh = new Entries();
    ProjectionRunner runner = caughtUp(fresh);
    runner.replay(Entries.NAME).run(); // back to edition 1
    fresh.edition.set(2);

    ReplayResult result = choice.apply(runner.replay(Entries.NAME)).run();

    List<Long> applied = new ArrayList<>();
    editions()
        .forEach(
            (position, edition) -> {
              if (edition == 2) {
                applied.add(Long.valueOf(position));
              }
            });
    assertThat(applied).containsExactly(positions);
    assertThat(result.read()).isEqualTo(positions.length);
    assertThat(result.applied()).isEqualTo(positions.length);
    assertThat(result.failed()).isZero();
    assertThat(result.parked()).isZero();
  }

  @Test
  void appliesAgainWhatIsChosenAndNothingElse() {
    appendMixed();

    requireApplied(all -> all, 1L, 2L, 4L, 5L);
    requireApplied(all -> all.aggregateTypes("savings"), 4L);
    requireApplied(all -> all.aggregateTypes("savings", "account"), 1L, 2L, 4L, 5L);
    requireApplied(all -> all.eventTypes(Withdrawn.class), 2L, 5L);
    requireApplied(all -> all.eventTypes(AccountEvent.class), 1L, 2L, 4L, 5L);
    requireApplied(all -> all.stream(new StreamId("account", "a")), 1L, 5L);
    requireApplied(all -> all.positions(2, 4), 2L, 4L);
    requireApplied(all -> all.times(Instant.ofEpochSecond(20), Instant.ofEpochSecond(50)), 2L, 4L);
    requireApplied(all -> all.stream(new StreamId("account", "a")).eventTypes(Deposited.class), 1L);
  }

  @Test
  void answersClearlyWhereThereIsNothingToDo() {
    appendMixed();
    ProjectionRunner runner = caughtUp(entries);
    Replay all = runner.replay(Entries.NAME);

    assertThat(all.stream(new StreamId("account", "nobody")).run().read()).isZero();
    ReplayResult above = all.positions(100, 200).run();
    assertThat(above.read()).isZero();
    assertThat(above.from()).isEqualTo(100);
    assertThat(above.to()).isEqualTo(5);
    assertThat(all.positions(5, Long.MAX_VALUE).run().applied()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all.positions(4, 3))
        .withMessageContaining("4 to 3");
    assertThatIllegalArgumentException().isThrownBy(() -> all.positions(0, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> all.times(Instant.EPOCH, Instant.EPOCH));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all.eventTypes(Noted.class).run())
        .withMessageContaining("handles none of Noted, but Deposited, Withdrawn");
    assertThatIllegalArgumentException().isThrownBy(() -> runner.replay("unknown"));
  }

  @Test
  void answersForAReadModelThatWasNeverStarted() {
    appendMixed();

    ReplayResult result = runner(running(entries.in(pool).build())).replay(Entries.NAME).run();

    assertThat(result.read()).isZero();
    assertThat(result.to()).isZero();
  }

  @Test
  void leavesTheCheckpointAndWhatIsBehindItAlone() {
    appendMixed();
    ProjectionRunner runner = caughtUp(entries);
    AccountEvent.deposit(store, "a", 1);
    entries.edition.set(2);

    ReplayResult result = runner.replay(Entries.NAME).run();

    assertThat(result.applied()).isEqualTo(4);
    assertThat(result.to()).isEqualTo(5);
    assertThat(editions()).hasSize(4);
    runner.catchUp();
    assertThat(editions()).hasSize(5);
  }

  @Test
  void refusesHandlersThatMayAddUp() {
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(running(balances().build()));
    runner.catchUp();

    assertThatExceptionOfType(ReplayRefused.class)
        .isThrownBy(() -> runner.replay("balance_view").run())
        .withMessageContaining("idempotent()")
        .withMessageContaining("rebuild(...)")
        .withMessageContaining("repair(...)")
        .satisfies(refused -> assertThat(refused.projection()).isEqualTo("balance_view"));
    assertThat(rows()).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void refusesAVersionThatReadersDoNotSee() {
    appendMixed();
    caughtUp(entries);
    ProjectionRunner next = runner(running(entries.in(pool).version(2).build()));

    assertThatExceptionOfType(ReplayRefused.class)
        .isThrownBy(() -> next.replay(Entries.NAME).run())
        .withMessageContaining("readers see version 1");
  }

  @Test
  void countsWhatFailsAndLeavesItsRowsAsTheyWere() {
    AtomicBoolean strict = new AtomicBoolean();
    Entries failing =
        new Entries(
            event -> {
              if (strict.get() && event.stream().aggregateId().equals(POISON)) {
                throw new IllegalStateException("poisoned");
              }
            });
    AccountEvent.deposit(store, "a", 1);
    for (int i = 0; i < 12; i++) {
      AccountEvent.deposit(store, POISON, 1);
    }
    AccountEvent.deposit(store, "b", 1);
    ProjectionRunner runner = caughtUp(failing);
    strict.set(true);
    failing.edition.set(2);

    ReplayResult result = runner.replay(Entries.NAME).run();

    assertThat(result.read()).isEqualTo(14);
    assertThat(result.applied()).isEqualTo(2);
    assertThat(result.failed()).isEqualTo(12);
    assertThat(result.errors()).hasSize(ReplayResult.MOST_ERRORS);
    assertThat(result.errors().get(0).event().orElseThrow().position()).isEqualTo(2);
    assertThat(result.errors().get(0).step()).contains("in the handler of Deposited");
    assertThat(result.errors().get(0).toString()).doesNotContain("poisoned");
    assertThat(editions()).hasSize(14).containsEntry("1", 2L).containsEntry("14", 2L);
    assertThat(editions()).containsEntry("2", 1L).containsEntry("13", 1L);
  }

  @Test
  void beginsAgainWhereTheDatabaseFailsAndBlamesNoEvent() {
    AtomicInteger failures = new AtomicInteger();
    Entries cut =
        new Entries(
            event -> {
              if (event.position() == 4
                  && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new SQLException("the connection is lost", "08006");
              }
            });
    appendMixed();
    ProjectionRunner runner = caughtUp(cut);
    failures.set(3);
    cut.edition.set(2);

    ReplayResult result = runner.replay(Entries.NAME).run();

    assertThat(failures).hasValue(0);
    assertThat(result.read()).isEqualTo(4);
    assertThat(result.applied()).isEqualTo(4);
    assertThat(result.failed()).isZero();
    assertThat(editions().values()).containsOnly(2L);
  }

  @Test
  void tellsHowFarItHasCome() {
    for (int i = 0; i < 10; i++) {
      AccountEvent.deposit(store, "a", 1);
    }
    ProjectionRunner runner = caughtUp(entries);
    List<RebuildProgress> told = new ArrayList<>();

    runner.replay(Entries.NAME).positions(3, 100).run(told::add);

    assertThat(told).extracting(RebuildProgress::position).startsWith(5L, 8L).endsWith(10L);
    assertThat(told).extracting(RebuildProgress::events).startsWith(3L, 6L).endsWith(8L);
    assertThat(told).extracting(RebuildProgress::head).containsOnly(10L);
    assertThat(told.get(0).share()).isEqualTo(3 / 8.0);
    RebuildProgress last = told.get(told.size() - 1);
    assertThat(last.share()).isEqualTo(1);
    assertThat(last.timeLeft()).isZero();
    assertThat(last.eventsPerSecond()).isPositive();
  }
}
