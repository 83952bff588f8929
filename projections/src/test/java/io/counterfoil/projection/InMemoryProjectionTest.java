package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Noted;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.projection.testing.ProjectionFixture;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InMemoryProjectionTest {
  /** Counts in two ways, so that half of a change would show. */
  record Balance(long events, long cents) {
    static final Balance NONE = new Balance(0, 0);

    Balance plus(long more) {
      return new Balance(events + 1, cents + more);
    }
  }

  static final EventFold<Balance> BALANCE =
      EventFold.named("balance", Balance.NONE)
          .on(Deposited.class, (balance, event, deposited) -> balance.plus(deposited.amountCents()))
          .on(
              Withdrawn.class,
              (balance, event, withdrawn) -> balance.plus(-withdrawn.amountCents()))
          .build();

  private final EventStore store = InMemoryEventStore.of(AccountEvent.types());
  private final InMemoryProjection<Balance> balance = InMemoryProjection.of(BALANCE);
  private final List<ProjectionRunner> runners = new ArrayList<>();

  @AfterEach
  void close() {
    runners.forEach(ProjectionRunner::close);
  }

  private ProjectionRunner runner(Projection projection) {
    ProjectionRunner runner =
        ProjectionRunner.on(store)
            .retries(1, Duration.ofMillis(1), Duration.ofMillis(1))
            .batchSize(7)
            .run(projection)
            .build();
    runners.add(runner);
    return runner;
  }

  @Test
  void showsWhatIsAwaitedWithThePositionThatItStandsAt() throws InterruptedException {
    assertThat(balance.folded()).isEqualTo(new Folded<>(Balance.NONE, 0));
    ProjectionRunner runner = runner(balance).start();

    long position = AccountEvent.append(store, "a", new Deposited(5), new Withdrawn(2));
    runner.await("balance", position, Eventually.SOON);

    assertThat(balance.state()).isEqualTo(new Balance(2, 3));
    assertThat(balance.folded().position()).isEqualTo(position);
  }

  @Test
  void replacesStateAndPositionTogetherForReadersOfAnyThread() throws Exception {
    // given one cent at each position, so that all three numbers are the same
    ExecutorService threads = Executors.newFixedThreadPool(3);
    AtomicBoolean over = new AtomicBoolean();
    try {
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(threads.submit(() -> readUntil(over)));
      }
      ProjectionRunner runner = runner(balance).start();

      long last = 0;
      for (int i = 0; i < 5_000; i++) {
        last = AccountEvent.deposit(store, "a" + i % 10, 1);
      }
      runner.await("balance", last, Eventually.SOON);
      over.set(true);

      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
      assertThat(balance.folded()).isEqualTo(new Folded<>(new Balance(last, last), last));
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private long readUntil(AtomicBoolean over) {
    long readings = 0;
    long before = 0;
    while (!over.get() || readings == 0) {
      Folded<Balance> now = balance.folded();
      assertThat(now.state()).isEqualTo(new Balance(now.position(), now.position()));
      assertThat(now.position()).isGreaterThanOrEqualTo(before);
      before = now.position();
      readings++;
    }
    return readings;
  }

  @Test
  void beginsAtZeroWithEachObjectAndNeedsNoPlaceForCheckpoints() {
    AccountEvent.deposit(store, "a", 5);
    runner(balance).catchUp();

    InMemoryProjection<Balance> another = InMemoryProjection.of(BALANCE);
    assertThat(another.state()).isEqualTo(Balance.NONE);
    runner(another).catchUp();

    assertThat(another.folded()).isEqualTo(balance.folded());
    assertThat(balance.delivery()).isEqualTo(Delivery.EFFECTIVELY_ONCE);
  }

  @Test
  void isRebuiltFromTheFirstEvent() {
    AccountEvent.append(store, "a", new Deposited(5), new Noted("x"), new Withdrawn(1));
    ProjectionRunner runner = runner(balance);
    runner.catchUp();

    long events = runner.rebuild("balance");

    assertThat(events).isEqualTo(2);
    assertThat(balance.state()).isEqualTo(new Balance(2, 4));
  }

  @Test
  void keepsTheStateBeforeAnEventThatCannotBeFolded() {
    InMemoryProjection<Long> sum =
        InMemoryProjection.of(
            EventFold.named("sum", 0L)
                .on(
                    Deposited.class,
                    (cents, event, deposited) -> {
                      if (deposited.amountCents() == 4) {
                        throw new IllegalArgumentException("four");
                      }
                      return cents + deposited.amountCents();
                    })
                .build());
    AccountEvent.append(
        store, "a", new Deposited(1), new Deposited(2), new Deposited(4), new Deposited(8));

    assertThatExceptionOfType(ProjectionStopped.class)
        .isThrownBy(() -> runner(sum).catchUp())
        .withMessageContaining("in the handler of Deposited");

    assertThat(sum.folded()).isEqualTo(new Folded<>(3L, 2));
  }

  @Test
  void isKeptByTheRunnerThatCameLast() throws InterruptedException {
    ProjectionRunner first = runner(balance).start();
    first.await("balance", AccountEvent.deposit(store, "a", 1), Eventually.SOON);
    ProjectionRunner second = runner(balance).start();
    second.await("balance", AccountEvent.deposit(store, "a", 2), Eventually.SOON);
    // whoever claimed last, the other is refused at its next batch
    long position = AccountEvent.deposit(store, "a", 4);
    Eventually.until("the state has come there", () -> balance.folded().position() == position);

    assertThat(balance.state()).isEqualTo(new Balance(3, 7));
  }

  @Test
  void passesTheFixtureWhenItsFoldIsPure() {
    StreamId ada = new StreamId("account", "ada");

    ProjectionFixture.of(InMemoryProjection.of(BALANCE), AccountEvent.types())
        .given(ada, new Deposited(5), new Withdrawn(3), new Noted("x"), new Deposited(10))
        .thenState(new Balance(3, 12))
        .then(() -> "a sink that nobody writes", "a sink that nobody writes");
  }

  @Test
  void failsTheFixtureWhenItsFoldChangesTheStateInPlace() {
    Map<String, Long> shared = new HashMap<>();
    InMemoryProjection<Map<String, Long>> inPlace =
        InMemoryProjection.of(
            EventFold.named("in_place", shared)
                .on(
                    Deposited.class,
                    (sums, event, deposited) -> {
                      sums.merge(event.stream().aggregateId(), deposited.amountCents(), Long::sum);
                      return sums;
                    })
                .build());

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                ProjectionFixture.of(inPlace, AccountEvent.types())
                    .given(new StreamId("account", "ada"), new Deposited(5))
                    .thenState(Map.of("ada", 5L)))
        .withMessageStartingWith(
            """
            what is read when they come anew, after the read model was emptied differs from what is \
            expected (-):
              - {ada=5}
              + {ada=10}
            """);
  }

  @Test
  void isDeclaredWithANameAndAHandlerForEachEventOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> EventFold.named("no name", 0));
    assertThatIllegalStateException().isThrownBy(() -> EventFold.named("empty", 0).build());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                EventFold.named("twice", 0)
                    .on(Noted.class, (count, event, noted) -> count)
                    .on(AccountEvent.class, (count, event, any) -> count))
        .withMessageContaining("'twice' has two handlers for");
  }
}
