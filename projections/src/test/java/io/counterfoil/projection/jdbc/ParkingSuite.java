package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.Beside;
import io.counterfoil.projection.ConsistentRead;
import io.counterfoil.projection.Eventually;
import io.counterfoil.projection.ParkedEvent;
import io.counterfoil.projection.ProjectionOptions;
import io.counterfoil.projection.ProjectionParked;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionStopped;
import io.counterfoil.store.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a projection that parks events promises, on each database. */
abstract class ParkingSuite extends ReadModelSuite {
  private static final String NAME = "balance_view";

  private ProjectionRunner parking() {
    return runner(
        running(balances().build())
            .options(
                ProjectionOptions.defaults()
                    .retries(2, Duration.ofMillis(1), Duration.ofMillis(5))
                    .batchSize(4)
                    .parking()));
  }

  @Test
  void parksAPoisonedEventAndWhatFollowsItInItsStreamAndNothingElse() throws Exception {
    AccountEvent.deposit(store, "a", 1);
    long poisoned = AccountEvent.deposit(store, POISON, 10);
    AccountEvent.deposit(store, "a", 2);
    ProjectionRunner runner = parking();
    runner.catchUp();
    long behind = AccountEvent.deposit(store, POISON, 20);
    AccountEvent.deposit(store, "b", 4);

    runner.catchUp();

    assertThat(rows()).isEqualTo(Map.of("a", 3L, "b", 4L));
    List<ParkedEvent> parked = runner.parked(NAME).list();
    assertThat(parked).extracting(ParkedEvent::position).containsExactly(poisoned, behind);
    assertThat(parked.get(0).attempts()).isEqualTo(2);
    assertThat(parked.get(0).reason().orElseThrow())
        .startsWith("in the handler of Deposited: java.lang.IllegalStateException")
        .doesNotContain("with the row written");
    assertThat(parked.get(0).stack().orElseThrow())
        .startsWith("java.lang.IllegalStateException: poisoned, with the row written")
        .contains("ReadModelSuite.add");
    assertThat(parked.get(1).reason()).isEmpty();
    assertThat(runner.status(NAME).hasParked()).isTrue();
  }

  @Test
  void saysParkedToWhoAwaitsSuchAnEvent() throws Exception {
    ProjectionRunner runner = parking().start();
    long poisoned = AccountEvent.deposit(store, POISON, 10);
    long other = AccountEvent.deposit(store, "a", 1);

    runner.await(NAME, other, Eventually.SOON);

    assertThatExceptionOfType(ProjectionParked.class)
        .isThrownBy(() -> runner.await(NAME, poisoned, Eventually.SOON))
        .satisfies(e -> assertThat(e.event().position()).isEqualTo(poisoned));
    ConsistentRead<Map<String, Long>> read =
        runner.consistentRead(NAME, poisoned, Eventually.SOON, this::rows);
    assertThat(read.value()).isEqualTo(Map.of("a", 1L));
    assertThat(read.staleBecause().orElseThrow()).isInstanceOf(ProjectionParked.class);
  }

  @Test
  void appliesParkedEventsInOrderWhenRetriedAndTheStreamFromThenOn() throws Exception {
    AccountEvent.deposit(store, POISON, 10);
    AccountEvent.deposit(store, POISON, 20);
    ProjectionRunner runner = parking().start();
    Eventually.until("both are parked", () -> runner.parked(NAME).list().size() == 2);
    mended.set(true);

    List<ParkedEvent> left = runner.parked(NAME).retry();

    assertThat(left).isEmpty();
    assertThat(rows()).isEqualTo(Map.of(POISON, 30L));
    long next = AccountEvent.deposit(store, POISON, 40);
    runner.await(NAME, next, Eventually.SOON);
    assertThat(rows()).isEqualTo(Map.of(POISON, 70L));
    assertThat(runner.status(NAME).hasParked()).isFalse();
  }

  @Test
  void keepsTheRestParkedWhereOneFailsAgain() {
    AccountEvent.deposit(store, POISON, 10);
    AccountEvent.deposit(store, POISON, 20);
    ProjectionRunner runner = parking();
    runner.catchUp();

    List<ParkedEvent> left = runner.parked(NAME).retry();

    assertThat(left).extracting(ParkedEvent::position).containsExactly(1L, 2L);
    assertThat(left.get(0).attempts()).isEqualTo(3);
    assertThat(rows()).isEmpty();
  }

  @Test
  void neverAppliesWhatWasDiscarded() {
    AccountEvent.deposit(store, POISON, 10);
    AccountEvent.deposit(store, POISON, 20);
    ProjectionRunner runner = parking();
    runner.catchUp();

    runner.parked(NAME).discard(1);
    mended.set(true);
    runner.parked(NAME).retry(new StreamId("account", POISON));

    assertThat(rows()).isEqualTo(Map.of(POISON, 20L));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> runner.parked(NAME).discard(1))
        .withMessageContaining("no parked event at position 1");
  }

  @Test
  void remembersWhatIsParkedOverARestart() {
    AccountEvent.deposit(store, POISON, 10);
    parking().catchUp();
    AccountEvent.deposit(store, POISON, 20);
    mended.set(true);

    ProjectionRunner next = parking();
    next.catchUp();

    assertThat(rows()).isEmpty();
    assertThat(next.parked(NAME).list()).hasSize(2);
    assertThat(next.parked(NAME).retry()).isEmpty();
    assertThat(rows()).isEqualTo(Map.of(POISON, 30L));
  }

  @Test
  void stopsWhereItIsNotToldToPark() {
    AccountEvent.deposit(store, POISON, 10);
    ProjectionRunner runner = runner(running(balances().build()));

    assertThatExceptionOfType(ProjectionStopped.class).isThrownBy(runner::catchUp);

    assertThat(runner.parked(NAME).list()).isEmpty();
  }

  @Test
  void keepsTheOrderOfAStreamWhileAnotherProcessRetriesUnderLoad() throws Exception {
    // given a stream that is poisoned now and then, appends without end, and a runner that parks
    ProjectionRunner runner = parking().start();
    ProjectionRunner elsewhere = parking();
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> mending =
        Beside.start(
            () -> {
              while (!over.get()) {
                mended.set(!mended.get());
                elsewhere.parked(NAME).retry();
              }
            });
    Map<String, Long> oracle = new TreeMap<>();

    for (int i = 1; i <= 400; i++) {
      String account = i % 3 == 0 ? POISON : "account " + i % 4;
      AccountEvent.append(store, account, new Deposited(i));
      oracle.merge(account, (long) i, Long::sum);
    }
    Eventually.until(
        "all is applied or parked", () -> runner.status(NAME).checkpoint() == store.head());
    over.set(true);
    mending.join();

    // when all is mended
    mended.set(true);
    runner.catchUp();
    assertThat(elsewhere.parked(NAME).retry()).isEmpty();

    assertThat(rows()).isEqualTo(oracle);
  }
}
