package io.counterfoil.examples.bench.memory;

import io.counterfoil.Metadata;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bench.Accounts;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One thread is handed every payload of a log. */
@State(Scope.Benchmark)
public class ReplayBenchmark {
  private static final int EVENTS = 100_000;
  private static final int STREAMS = 1_000;

  private final EventStore ours = InMemoryEventStore.of(EventTypes.of(AccountEvent.class));
  private final MapOfLists floor = new MapOfLists();

  /** Fills both. */
  @Setup
  public void fill() {
    for (int i = 0; i < EVENTS; i++) {
      String stream = Accounts.id(i % STREAMS);
      AccountEvent event = Accounts.deposit(Accounts.AMOUNT * i);
      ours.append(
          Append.of(
              new StreamId(Accounts.TYPE, stream),
              ExpectedVersion.any(),
              List.of(event),
              Metadata.at(Instant.now())));
      floor.append(stream, i / STREAMS, UUID.randomUUID(), event);
    }
  }

  /** Replays ours. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long ours(Blackhole hole) {
    return ours.readLog(EventQuery.after(0), event -> hole.consume(event.payload()));
  }

  /** Replays the floor. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void floor(Blackhole hole) {
    floor.replay(event -> hole.consume(event.payload()));
  }
}
