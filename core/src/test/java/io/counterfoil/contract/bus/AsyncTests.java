package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.UnhandledCommand;
import io.counterfoil.command.BusClosed;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.TooManyCommands;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseCommand.Take;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.TooFewCoins;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What dispatches on other threads do. */
abstract class AsyncTests {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private EventStore store;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void setUp() {
    store = emptyStore(EventTypes.of(PurseEvent.class));
  }

  /** A bus whose executor runs nothing by itself. */
  private CommandBus busOfTwo() {
    return CommandBus.on(store).aggregates(PURSE).asyncExecutor(waiting::add).asyncLimit(2).build();
  }

  private void runNext() {
    waiting.remove().run();
  }

  @Test
  void dispatchesOnThreadsOfItsOwn() throws Exception {
    CommandBus bus =
        CommandBus.on(store)
            .aggregates(PURSE)
            .attempts(1_000)
            .intercept(
                command -> {
                  assertThat(Thread.currentThread().isDaemon()).isTrue();
                  return command.proceed();
                })
            .build();
    List<CompletableFuture<CommandResult>> futures = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      futures.add(bus.dispatchAsync(new Put("p-" + i % 3, 1)));
    }

    for (CompletableFuture<CommandResult> future : futures) {
      assertThat(future.get(60, TimeUnit.SECONDS).events()).hasSize(1);
    }

    assertThat(store.status().events()).isEqualTo(50);
  }

  @Test
  void failsAsADispatchDoes() {
    CommandBus bus = CommandBus.on(store).aggregates(PURSE).asyncExecutor(Runnable::run).build();

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> bus.dispatchAsync(new Take("a", 1)).get())
        .satisfies(failed -> assertThat(failed.getCause()).isInstanceOf(TooFewCoins.class));
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> bus.dispatchAsync("a text").get())
        .satisfies(failed -> assertThat(failed.getCause()).isInstanceOf(UnhandledCommand.class));
  }

  @Test
  void givesTheFirstOutcomeUnderAKey() throws Exception {
    CommandBus bus = CommandBus.on(store).aggregates(PURSE).build();
    DispatchOptions key = DispatchOptions.key("k");

    bus.dispatch(new Put("a", 1), key);

    assertThat(bus.dispatchAsync(new Put("a", 1), key).get(60, TimeUnit.SECONDS).repeated())
        .isTrue();
  }

  @Test
  void refusesWhatIsTooManyAndGoesOnWhenThereIsRoom() {
    CommandBus bus = busOfTwo();
    CompletableFuture<CommandResult> first = bus.dispatchAsync(new Put("a", 1));
    CompletableFuture<CommandResult> second = bus.dispatchAsync(new Put("a", 2));

    CompletableFuture<CommandResult> third = bus.dispatchAsync(new Put("a", 4));

    assertThat(first).isNotDone();
    assertThat(third)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .satisfies(
            failed ->
                assertThat(failed.getCause())
                    .isInstanceOfSatisfying(
                        TooManyCommands.class,
                        tooMany -> {
                          assertThat(tooMany.limit()).isEqualTo(2);
                          assertThat(tooMany.commandType()).isEqualTo(Put.class);
                        }));
    runNext();
    assertThat(first).isCompleted();
    CompletableFuture<CommandResult> fourth = bus.dispatchAsync(new Put("a", 8));
    runNext();
    runNext();
    assertThat(second).isCompleted();
    assertThat(fourth).isCompleted();
    assertThat(bus.state(PURSE, "a").balance()).isEqualTo(11);
  }

  @Test
  void hasRoomForTheNextAsSoonAsAFutureIsCompleted() {
    CommandBus bus =
        CommandBus.on(store).aggregates(PURSE).asyncExecutor(waiting::add).asyncLimit(1).build();
    CompletableFuture<CommandResult> next =
        bus.dispatchAsync(new Put("a", 1)).thenCompose(done -> bus.dispatchAsync(new Put("a", 2)));

    runNext();
    runNext();

    assertThat(next).isCompleted();
  }

  @Test
  void saysThatAnExecutorTakesNothing() {
    CommandBus bus =
        CommandBus.on(store)
            .aggregates(PURSE)
            .asyncExecutor(
                task -> {
                  throw new RejectedExecutionException("full");
                })
            .asyncLimit(1)
            .build();

    for (int i = 0; i < 3; i++) {
      assertThat(bus.dispatchAsync(new Put("a", 1)))
          .failsWithin(Duration.ZERO)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(TooManyCommands.class)
          .withRootCauseInstanceOf(RejectedExecutionException.class);
    }
  }

  @Test
  void countsACommandOnceThatItsExecutorRunsAndRefuses() throws Exception {
    CommandBus bus =
        CommandBus.on(store)
            .aggregates(PURSE)
            .asyncExecutor(
                task -> {
                  task.run();
                  waiting.add(task);
                  throw new RejectedExecutionException("in spite of it");
                })
            .asyncLimit(1)
            .build();

    assertThat(bus.dispatchAsync(new Put("a", 1))).isCompleted();
    runNext();

    assertThat(store.status().events()).isEqualTo(1);
    assertThat(bus.drain(Duration.ZERO)).isTrue();
  }

  @Test
  void doesNotBeginWhatWasCancelled() {
    CommandBus bus = busOfTwo();
    CompletableFuture<CommandResult> future = bus.dispatchAsync(new Put("a", 1));

    future.cancel(false);
    runNext();

    assertThat(store.status().events()).isZero();
  }

  @Test
  void waitsForWhatIsUnderWay() throws Exception {
    CommandBus bus = busOfTwo();
    CompletableFuture<CommandResult> future = bus.dispatchAsync(new Put("a", 1));

    assertThat(bus.drain(Duration.ZERO)).isFalse();
    Thread runner = new Thread(this::runNext);
    runner.start();

    assertThat(bus.drain(LONG)).isTrue();
    assertThat(future).isCompleted();
    runner.join();
  }

  @Test
  void beginsNothingOnceItIsClosed() throws Exception {
    CommandBus bus = busOfTwo();
    CompletableFuture<CommandResult> before = bus.dispatchAsync(new Put("a", 1));
    assertThat(bus.close(Duration.ZERO)).isFalse();

    CompletableFuture<CommandResult> after = bus.dispatchAsync(new Put("a", 2));

    assertThat(after)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .satisfies(
            failed ->
                assertThat(failed.getCause())
                    .isInstanceOfSatisfying(
                        BusClosed.class,
                        closed -> assertThat(closed.commandType()).isEqualTo(Put.class)));
    runNext();
    assertThat(before).isCompleted();
    assertThat(bus.close(LONG)).isTrue();
    assertThat(bus.dispatch(new Put("a", 4)).sequence()).isEqualTo(2);
  }

  @Test
  void staysOnTheThreadOfATransaction() {
    CommandBus lent = CommandBus.on(store).aggregates(PURSE).build().using(store);

    assertThatThrownBy(() -> lent.dispatchAsync(new Put("a", 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("using(...)");
  }
}
