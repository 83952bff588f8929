package io.counterfoil.examples.bench.memory;

import io.counterfoil.Metadata;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bench.Accounts;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** Each thread appends to 64 streams of its own, at the exact sequence. */
public class AppendBenchmark {
  private static final int STREAMS = 64;
  private static final MoneyDeposited DEPOSIT = Accounts.deposit(Accounts.AMOUNT);

  /** The stores: new ones for each iteration, so that none grows without end. */
  @State(Scope.Benchmark)
  public static class Stores {
    private EventStore ours = InMemoryEventStore.of(EventTypes.of(AccountEvent.class));
    private MapOfLists floor = new MapOfLists();

    /** Empties both. */
    @Setup(Level.Iteration)
    public void empty() {
      ours = InMemoryEventStore.of(EventTypes.of(AccountEvent.class));
      floor = new MapOfLists();
    }
  }

  /** The streams of a thread, and how far they are. */
  @State(Scope.Thread)
  public static class Streams {
    private final String[] ids = new String[STREAMS];
    private final long[] sequences = new long[STREAMS];
    private int current;

    /** Begins with empty streams, as the stores do. */
    @Setup(Level.Iteration)
    public void empty(ThreadParams thread) {
      for (int i = 0; i < STREAMS; i++) {
        ids[i] = Accounts.id((long) thread.getThreadIndex() * STREAMS + i);
        sequences[i] = 0;
      }
    }

    private void next() {
      current = (current + 1) % STREAMS;
    }
  }

  /** Appends to ours. */
  @Benchmark
  public Object ours(Stores stores, Streams streams) {
    streams.next();
    return stores.ours.append(
        Append.of(
            new StreamId(Accounts.TYPE, streams.ids[streams.current]),
            ExpectedVersion.exactly(streams.sequences[streams.current]++),
            List.of(DEPOSIT),
            Metadata.at(Instant.now())));
  }

  /** Appends to the floor. */
  @Benchmark
  public long floor(Stores stores, Streams streams) {
    streams.next();
    return stores.floor.append(
        streams.ids[streams.current],
        streams.sequences[streams.current]++,
        UUID.randomUUID(),
        DEPOSIT);
  }
}
