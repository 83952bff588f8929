package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Aggregate;
import io.counterfoil.Metadata;
import io.counterfoil.UnhandledCommand;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.HandlerFailed;
import io.counterfoil.contract.bus.Purse.PurseCommand;
import io.counterfoil.contract.bus.Purse.PurseCommand.Count;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseCommand.PutOneByOne;
import io.counterfoil.contract.bus.Purse.PurseCommand.Take;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsPut;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsTaken;
import io.counterfoil.contract.bus.Purse.TooFewCoins;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a dispatch does: decide, append, decide again. */
abstract class DispatchTests {
  private static final Instant NOON = Instant.parse("2024-06-01T12:00:00.123Z");
  private static final StreamId A = new StreamId("purse", "a");

  private EventStore store;
  private CommandBus bus;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void setUp() {
    store = emptyStore(EventTypes.of(PurseEvent.class));
    bus = busOf(PURSE);
  }

  private CommandBus busOf(Aggregate<?, ?, ?> aggregate) {
    return CommandBus.on(store)
        .aggregates(aggregate)
        .clock(Clock.fixed(NOON, ZoneOffset.UTC))
        .build();
  }

  @Test
  void storesTheEventsOfAnAcceptedCommand() {
    bus.dispatch(new Put("a", 10));

    CommandResult result = bus.dispatch(new Take("a", 4));

    assertThat(result.events())
        .extracting(RecordedEvent::payload)
        .containsExactly(new CoinsTaken(4, 6));
    assertThat(result.sequence()).isEqualTo(2);
    assertThat(result.position()).isEqualTo(result.events().get(0).position());
    assertThat(result.repeated()).isFalse();
    assertThat(store.events(A))
        .extracting(RecordedEvent::payload)
        .containsExactly(new CoinsPut(10, 10), new CoinsTaken(4, 6));
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(6, 2));
  }

  @Test
  void storesSeveralEventsOfOneCommandTogether() {
    CommandResult result = bus.dispatch(new PutOneByOne("a", 3));

    assertThat(result.events()).extracting(RecordedEvent::sequence).containsExactly(1L, 2L, 3L);
    assertThat(result.sequence()).isEqualTo(3);
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(3, 3));
  }

  @Test
  void handsTheCallersMetadataToEveryEvent() {
    bus.dispatch(
        new PutOneByOne("a", 2),
        DispatchOptions.none().correlationId("c-9k").commandId("cmd-44").header("user", "ada"));

    Metadata expected =
        new Metadata(Optional.of("c-9k"), Optional.of("cmd-44"), NOON, Map.of("user", "ada"));
    assertThat(store.events(A))
        .extracting(RecordedEvent::metadata)
        .containsExactly(expected, expected);
  }

  @Test
  void namesTheCommandAsCauseAndConversationWhenTheCallerSaysNothing() {
    Metadata metadata = bus.dispatch(new Put("a", 1)).events().get(0).metadata();

    assertThat(metadata.causationId()).isPresent();
    assertThat(metadata.correlationId()).isEqualTo(metadata.causationId());
    assertThat(metadata.at()).isEqualTo(NOON);
  }

  @Test
  void leavesNoTraceOfARejectionWithoutAKey() {
    assertThatThrownBy(() -> bus.dispatch(new Take("a", 1)))
        .isInstanceOfSatisfying(
            TooFewCoins.class,
            rejected -> {
              assertThat(rejected.code()).isEqualTo("too-few-coins");
              assertThat(rejected.data()).isEqualTo(Map.of("wanted", 1L, "there", 0L));
            });

    assertThat(store.status().events()).isZero();
  }

  @Test
  void answersAnEmptyDecisionWithThePlaceItSaw() {
    CommandResult put = bus.dispatch(new PutOneByOne("a", 2));

    CommandResult counted = bus.dispatch(new Count("a"));

    assertThat(counted.events()).isEmpty();
    assertThat(counted.sequence()).isEqualTo(2);
    assertThat(counted.position()).isEqualTo(put.position());
    assertThat(store.status().events()).isEqualTo(2);
  }

  @Test
  void decidesAgainOnFreshStateWhenAnotherCommandCameFirst() {
    bus.dispatch(new Put("a", 10));
    AtomicInteger decisions = new AtomicInteger();
    CommandBus slow =
        busOf(
            Purse.takingAfter(
                () -> {
                  if (decisions.incrementAndGet() == 1) {
                    bus.dispatch(new Take("a", 9));
                  }
                }));

    assertThatThrownBy(() -> slow.dispatch(new Take("a", 5)))
        .isInstanceOfSatisfying(
            TooFewCoins.class, rejected -> assertThat(rejected.data()).containsEntry("there", 1L));

    assertThat(decisions).hasValue(2);
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(1, 2));
  }

  @Test
  void givesUpWithTheConflictWhenOthersComeFirstEachTime() {
    AtomicInteger decisions = new AtomicInteger();
    CommandBus unlucky =
        CommandBus.on(store)
            .aggregates(
                Purse.takingAfter(
                    () -> {
                      decisions.incrementAndGet();
                      bus.dispatch(new Put("a", 1));
                    }))
            .attempts(3)
            .build();

    assertThatThrownBy(() -> unlucky.dispatch(new Take("a", 0)))
        .isInstanceOfSatisfying(
            ConcurrencyConflict.class,
            conflict -> {
              assertThat(conflict.stream()).isEqualTo(A);
              assertThat(conflict.expected()).isEqualTo(ExpectedVersion.exactly(2));
              assertThat(conflict.actual()).isEqualTo(3);
            });

    assertThat(decisions).hasValue(3);
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(3, 3));
  }

  @Test
  void storesNothingWhenAHandlerFails() {
    IllegalStateException bug = new IllegalStateException("a bug");
    CommandBus broken =
        busOf(
            Purse.takingAfter(
                () -> {
                  throw bug;
                }));

    assertThatThrownBy(() -> broken.dispatch(new Take("a", 0), DispatchOptions.key("k")))
        .isInstanceOfSatisfying(
            HandlerFailed.class,
            failed -> {
              assertThat(failed.stream()).isEqualTo(A);
              assertThat(failed.commandType()).isEqualTo(Take.class);
              assertThat(failed.key()).contains("k");
            })
        .hasCause(bug);

    assertThat(store.status().events()).isZero();
    assertThat(store.outcome(A, "k")).isEmpty();
  }

  @Test
  void storesNoEventThatItsOwnFoldCannotTake() {
    Aggregate<PurseCommand, Purse, PurseEvent> torn =
        Aggregate.named("purse", PurseEvent.class, Purse.EMPTY)
            .on(
                CoinsPut.class,
                (purse, event) -> {
                  throw new IllegalStateException("a hole in the purse");
                })
            .on(CoinsTaken.class, (purse, event) -> purse)
            .identifiedBy(PurseCommand.class, PurseCommand::purseId)
            .handle(Put.class, (put, purse) -> List.of(purse.put(put.coins())))
            .handle(PutOneByOne.class, (put, purse) -> List.of())
            .handle(Take.class, (take, purse) -> List.of())
            .handle(Count.class, (count, purse) -> List.of())
            .build();

    assertThatThrownBy(() -> busOf(torn).dispatch(new Put("a", 1)))
        .isInstanceOf(HandlerFailed.class)
        .hasRootCauseMessage("a hole in the purse");

    assertThat(store.status().events()).isZero();
  }

  @Test
  void rebuildsTheStateThatWasAfterAnyEvent() {
    bus.dispatch(new PutOneByOne("a", 3));
    bus.dispatch(new Take("a", 2));

    assertThat(bus.stateAt(PURSE, "a", 0)).isEqualTo(Purse.EMPTY);
    assertThat(bus.stateAt(PURSE, "a", 2)).isEqualTo(new Purse(2, 2));
    assertThat(bus.stateAt(PURSE, "a", 4)).isEqualTo(new Purse(1, 4));
    assertThat(bus.stateAt(PURSE, "a", 99)).isEqualTo(new Purse(1, 4));
    assertThat(bus.state(PURSE, "unheard-of")).isEqualTo(Purse.EMPTY);
  }

  @Test
  void keepsEveryCoinUnderContention() throws Exception {
    List<String> purses = List.of("a", "b", "c");
    purses.forEach(purse -> bus.dispatch(new Put(purse, 50)));
    CommandBus patient = CommandBus.on(store).aggregates(PURSE).attempts(10_000).build();

    ExecutorService threads = Executors.newFixedThreadPool(32);
    List<Future<Long>> sums = new ArrayList<>();
    try {
      for (int thread = 0; thread < 32; thread++) {
        SplittableRandom random = new SplittableRandom(thread);
        sums.add(threads.submit(() -> moveCoins(patient, purses, random)));
      }
      long accepted = 150;
      for (Future<Long> sum : sums) {
        accepted += sum.get();
      }
      long kept = purses.stream().mapToLong(purse -> bus.state(PURSE, purse).balance()).sum();
      assertThat(kept).isEqualTo(accepted);
    } finally {
      threads.shutdownNow();
    }
    for (String purse : purses) {
      requireEveryBalanceFollows(store.events(new StreamId("purse", purse)));
    }
  }

  private static long moveCoins(CommandBus bus, List<String> purses, SplittableRandom random) {
    long accepted = 0;
    for (int i = 0; i < 15; i++) {
      String purse = purses.get(random.nextInt(3));
      long coins = random.nextLong(1, 100);
      try {
        if (random.nextBoolean()) {
          bus.dispatch(new Put(purse, coins));
          accepted += coins;
        } else {
          bus.dispatch(new Take(purse, coins));
          accepted -= coins;
        }
      } catch (TooFewCoins refused) {
        assertThat(refused.data()).containsEntry("wanted", coins);
      }
    }
    return accepted;
  }

  private static void requireEveryBalanceFollows(List<RecordedEvent> events) {
    long balance = 0;
    long sequence = 0;
    for (RecordedEvent event : events) {
      assertThat(event.sequence()).isEqualTo(++sequence);
      PurseEvent payload = (PurseEvent) event.payload();
      long stated;
      if (payload instanceof CoinsPut put) {
        balance += put.coins();
        stated = put.balance();
      } else {
        CoinsTaken taken = (CoinsTaken) payload;
        balance -= taken.coins();
        stated = taken.balance();
      }
      assertThat(stated).isEqualTo(balance).isNotNegative();
    }
  }

  @Test
  void refusesACommandThatNobodyHandles() {
    assertThatThrownBy(() -> bus.dispatch("a text"))
        .hasMessageContaining("java.lang.String")
        .isInstanceOfSatisfying(
            UnhandledCommand.class,
            unhandled -> {
              assertThat(unhandled.commandType()).isEqualTo(String.class);
              assertThat(unhandled.handled())
                  .containsExactlyInAnyOrder(Put.class, PutOneByOne.class, Take.class, Count.class);
            });
  }

  @Test
  void goesOnBehindEventsThatWereAppendedWithoutIt() {
    // given: events written by hand, without the bus
    store.append(
        Append.of(A, ExpectedVersion.none(), List.of(new CoinsPut(7, 7)), Metadata.at(NOON)));

    CommandResult result = bus.dispatch(new Take("a", 7));

    assertThat(result.sequence()).isEqualTo(2);
  }
}
