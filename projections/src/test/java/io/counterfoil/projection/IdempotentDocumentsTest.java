package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.projection.testing.ProjectionFixture;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.Upcaster;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IdempotentDocumentsTest {
  private final Map<String, Document<Long>> index = new TreeMap<>();
  private final AtomicInteger deliveries = new AtomicInteger();
  private final Random random = new Random(11);

  /** Writes, and then may lose the answer. */
  private DocumentSink<Long> sink(int answersLostOf100) {
    return new DocumentSink<>() {
      @Override
      public Optional<Document<Long>> find(String key) {
        return Optional.ofNullable(index.get(key));
      }

      @Override
      public void put(String key, Document<Long> document) {
        index.put(key, document);
        if (random.nextInt(100) < answersLostOf100) {
          throw new IllegalStateException("the answer was lost");
        }
      }
    };
  }

  private Projection sums(DocumentSink<Long> sink) {
    IdempotentDocuments<Long> sums = IdempotentDocuments.in(sink);
    return Projection.named("sums")
        .on(
            Deposited.class,
            (event, deposited) -> {
              deliveries.incrementAndGet();
              add(sums, event, deposited, deposited.amountCents());
            })
        .on(
            Withdrawn.class,
            (event, withdrawn) -> add(sums, event, withdrawn, -withdrawn.amountCents()))
        .onReset(index::clear)
        .build();
  }

  /** Counts an event for its account and for all. */
  private static void add(
      IdempotentDocuments<Long> sums, RecordedEvent event, Event payload, long cents)
      throws Exception {
    for (String key : List.of(event.stream().aggregateId(), "all")) {
      sums.apply(key, event, payload, before -> before.orElse(0L) + cents);
    }
  }

  private Map<String, Long> contents() {
    return index.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().content()));
  }

  @Test
  void passesTheFixtureThoughItsHandlersAddUp() {
    ProjectionFixture.of(sums(sink(0)), AccountEvent.types())
        .given(new StreamId("account", "ada"), new Deposited(500), new Withdrawn(200))
        .given(new StreamId("account", "bob"), new Deposited(70))
        .given(new StreamId("account", "ada"), new Deposited(1))
        .then(this::contents, Map.of("ada", 301L, "bob", 70L, "all", 371L));
  }

  @Test
  void countsEachEventOnceWhenEveryBatchIsDeliveredTwice() {
    EventStore store = InMemoryEventStore.of(AccountEvent.types());
    Map<String, Long> expected = filled(store, 200);
    AtomicInteger calls = new AtomicInteger();

    catchUpThroughCrashes(store, sums(sink(0)), () -> calls.incrementAndGet() % 2 == 1);

    assertThat(contents()).isEqualTo(expected);
    assertThat(deliveries.get()).isGreaterThanOrEqualTo(400);
  }

  @Test
  void countsEachEventOnceWhereverItCrashesBetweenSinkAndCheckpoint() {
    EventStore store = InMemoryEventStore.of(AccountEvent.types());
    Map<String, Long> expected = filled(store, 500);

    catchUpThroughCrashes(store, sums(sink(5)), () -> random.nextInt(3) == 0);

    assertThat(contents()).isEqualTo(expected);
    assertThat(deliveries.get()).isGreaterThan(500);
  }

  private static Map<String, Long> filled(EventStore store, int events) {
    Map<String, Long> sums = new TreeMap<>();
    for (int i = 1; i <= events; i++) {
      String account = "account " + i % 7;
      AccountEvent.deposit(store, account, i);
      sums.merge(account, (long) i, Long::sum);
      sums.merge("all", (long) i, Long::sum);
    }
    return sums;
  }

  /**
   * Runs one process after another, each until it dies before a checkpoint or has come to the end.
   */
  private static void catchUpThroughCrashes(EventStore store, Projection projection, Fate fate) {
    CheckpointStore checkpoints = new InMemoryCheckpointStore();
    CheckpointStore dying =
        new ForwardingCheckpoints(checkpoints) {
          @Override
          public Checkpoint advance(Checkpoint held, long to, List<ParkedEvent> parked) {
            if (fate.dies()) {
              throw new IllegalStateException("the process dies here");
            }
            return super.advance(held, to, parked);
          }
        };
    CheckpointId id = CheckpointId.first(projection.name(), 1);
    while (checkpoints.find(id).map(Checkpoint::position).orElse(0L) < store.head()) {
      try {
        ProjectionRunner.on(store)
            .checkpoints(dying)
            .retries(1, Duration.ofNanos(1), Duration.ofNanos(1))
            .batchSize(20)
            .run(projection)
            .build()
            .catchUp();
      } catch (ProjectionStopped died) {
        // the next one takes over
      }
    }
  }

  private interface Fate {
    boolean dies();
  }

  /** Yesterday's events. */
  private sealed interface Earlier extends Event {
    record Exchanged(long out, long in) implements Earlier {}
  }

  @Test
  void appliesEachPartOfAnEventThatUpcastersHaveSplit() throws Exception {
    EventTypes today =
        EventTypes.with(AccountEvent.class)
            .upcast(
                Upcaster.from("Exchanged", 1)
                    .as(Earlier.Exchanged.class)
                    .toEach(
                        Set.of(Withdrawn.class, Deposited.class),
                        (old, event) -> List.of(new Withdrawn(old.out()), new Deposited(old.in()))))
            .build();
    EventStore before = InMemoryEventStore.of(EventTypes.of(Earlier.class));
    RecordedEvent stored =
        before
            .append(
                Append.of(
                    new StreamId("account", "ada"),
                    ExpectedVersion.none(),
                    List.of(new Earlier.Exchanged(30, 100)),
                    Metadata.at(Instant.EPOCH)))
            .events()
            .get(0);
    RecordedEvent split = RecordedEvent.fromJson(stored.toJson(), today);
    IdempotentDocuments<Long> sums = IdempotentDocuments.in(sink(0));

    for (int delivery = 1; delivery <= 2; delivery++) {
      for (Event payload : split.payloads()) {
        long cents =
            payload instanceof Deposited deposited
                ? deposited.amountCents()
                : -((Withdrawn) payload).amountCents();
        add(sums, split, payload, cents);
      }
    }

    assertThat(contents()).isEqualTo(Map.of("ada", 70L, "all", 70L));
    assertThat(index.get("ada")).isEqualTo(new Document<>(1, 1, 70L));
  }

  @Test
  void refusesAPayloadOfAnotherEvent() {
    EventStore store = InMemoryEventStore.of(AccountEvent.types());
    AccountEvent.deposit(store, "ada", 1);
    RecordedEvent event = store.events(new StreamId("account", "ada")).get(0);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                IdempotentDocuments.in(sink(0))
                    .apply("ada", event, new Deposited(1), content -> 1L))
        .withMessageContaining("Deposited[account/ada #1 @1]");
  }
}
