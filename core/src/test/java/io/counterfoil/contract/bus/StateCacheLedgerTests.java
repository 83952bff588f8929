package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.contract.bus.Purse.PurseCommand;
import io.counterfoil.contract.bus.Purse.PurseCommand.Count;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseCommand.Take;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsPut;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsTaken;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes with caches, many threads: the books are right, and as they are without a cache. */
abstract class StateCacheLedgerTests {
  private static final List<String> PURSES = List.of("a", "b", "c", "d", "e", "f");
  private static final int THREADS = 16;
  private static final int COMMANDS = 20;

  abstract EventStore emptyStore(EventTypes types);

  private EventStore freshStore() {
    return emptyStore(EventTypes.of(PurseEvent.class));
  }

  private static CommandBus nodeOn(EventStore store, int cached) {
    return CommandBus.on(store).aggregates(PURSE).stateCache(cached).attempts(10_000).build();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void keepsTheBooksOfManyThreadsOnTwoNodes(int cached) throws Exception {
    EventStore store = freshStore();
    List<CommandBus> nodes = List.of(nodeOn(store, cached), nodeOn(store, cached));
    PURSES.forEach(purse -> nodes.get(0).dispatch(new Put(purse, 50)));

    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<Long>> sums = new ArrayList<>();
    try {
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        sums.add(threads.submit(() -> moveCoins(nodes, number)));
      }
      long accepted = 50L * PURSES.size();
      for (Future<Long> sum : sums) {
        accepted += sum.get();
      }
      long kept = 0;
      for (String purse : PURSES) {
        long balance = balanceThatFollows(store.events(new StreamId("purse", purse)));
        assertThat(nodes.get(0).state(PURSE, purse).balance()).isEqualTo(balance);
        assertThat(nodes.get(1).state(PURSE, purse).balance()).isEqualTo(balance);
        kept += balance;
      }
      assertThat(kept).isEqualTo(accepted);
    } finally {
      threads.shutdownNow();
    }
    for (CommandBus node : nodes) {
      assertThat(node.stateCacheStatistics().size()).isLessThanOrEqualTo(cached);
    }
  }

  /** Sends each keyed command to both nodes; the sum counts it once. */
  private static long moveCoins(List<CommandBus> nodes, int thread) {
    SplittableRandom random = new SplittableRandom(thread);
    long accepted = 0;
    for (int i = 0; i < COMMANDS; i++) {
      PurseCommand command = randomCommand(random);
      int first = random.nextInt(2);
      if (random.nextInt(3) == 0) {
        DispatchOptions key = DispatchOptions.key(thread + "-" + i);
        String outcome = answer(nodes.get(first), command, key);
        assertThat(answer(nodes.get(1 - first), command, key)).isEqualTo(outcome);
        accepted += outcome.startsWith("[") ? movedBy(command) : 0;
      } else {
        String outcome = answer(nodes.get(first), command, DispatchOptions.none());
        accepted += outcome.startsWith("[") ? movedBy(command) : 0;
      }
    }
    return accepted;
  }

  private static PurseCommand randomCommand(SplittableRandom random) {
    String purse = PURSES.get(random.nextInt(PURSES.size()));
    return switch (random.nextInt(5)) {
      case 0 -> new Count(purse);
      case 1, 2 -> new Put(purse, random.nextLong(1, 60));
      default -> new Take(purse, random.nextLong(1, 100));
    };
  }

  private static long movedBy(PurseCommand command) {
    if (command instanceof Put put) {
      return put.coins();
    }
    return command instanceof Take take ? -take.coins() : 0;
  }

  private static String answer(CommandBus node, PurseCommand command, DispatchOptions options) {
    try {
      CommandResult result = node.dispatch(command, options);
      return result.events().stream().map(RecordedEvent::payload).toList()
          + " at "
          + result.sequence();
    } catch (CommandRejected rejected) {
      return rejected.code() + rejected.data().get("there");
    }
  }

  private static long balanceThatFollows(List<RecordedEvent> events) {
    long balance = 0;
    for (RecordedEvent event : events) {
      PurseEvent payload = (PurseEvent) event.payload();
      if (payload instanceof CoinsPut put) {
        balance += put.coins();
        assertThat(put.balance()).isEqualTo(balance);
      } else if (payload instanceof CoinsTaken taken) {
        balance -= taken.coins();
        assertThat(taken.balance()).isEqualTo(balance).isNotNegative();
      }
    }
    return balance;
  }

  @Test
  void answersAsWithoutACache() {
    EventStore plainStore = freshStore();
    CommandBus plain = CommandBus.on(plainStore).aggregates(PURSE).build();
    EventStore store = freshStore();
    List<CommandBus> nodes = List.of(nodeOn(store, 8), nodeOn(store, 2));
    SplittableRandom random = new SplittableRandom(812);

    for (int i = 0; i < 300; i++) {
      PurseCommand command = randomCommand(random);
      DispatchOptions options =
          random.nextInt(4) == 0
              ? DispatchOptions.key("k" + command.hashCode())
              : DispatchOptions.none();

      assertThat(answer(nodes.get(random.nextInt(2)), command, options))
          .isEqualTo(answer(plain, command, options));
    }
    assertThat(nodes.get(0).stateCacheStatistics().hits()).isPositive();
    assertThat(nodes.get(0).stateCacheStatistics().stale()).isPositive();
  }
}
