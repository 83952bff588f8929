package io.counterfoil.projection;

import static io.counterfoil.projection.InMemoryProjectionTest.BALANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.Metadata;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Noted;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.projection.InMemoryProjectionTest.Balance;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LiveFoldTest {
  private static final StreamId ADA = new StreamId("account", "ada");
  private static final StreamId BOB = new StreamId("account", "bob");
  private static final StreamId SAVINGS = new StreamId("savings", "ada");

  private final List<HikariDataSource> pools = new ArrayList<>();

  @AfterEach
  void close() {
    pools.forEach(HikariDataSource::close);
  }

  private EventStore on(TestDatabase database) {
    HikariDataSource pool = database.pool(4);
    pools.add(pool);
    JdbcSchema.of(pool).create();
    return JdbcEventStore.on(pool, AccountEvent.types());
  }

  @TestFactory
  Stream<DynamicTest> foldsWhatIsAskedForOnEachStore() {
    return Stream.of(
        DynamicTest.dynamicTest(
            "memory", () -> foldsWhatIsAskedFor(InMemoryEventStore.of(AccountEvent.types()))),
        DynamicTest.dynamicTest("H2", () -> foldsWhatIsAskedFor(on(TestDatabases.h2Memory()))),
        DynamicTest.dynamicTest(
            "PostgreSQL", () -> foldsWhatIsAskedFor(on(TestDatabases.postgres()))));
  }

  /** At every position and time, over each choice of streams, against a sum of a plain loop. */
  private static void foldsWhatIsAskedFor(EventStore store) {
    List<RecordedEvent> log = new ArrayList<>();
    log.addAll(append(store, ADA, 1, new Deposited(1), new Deposited(2)));
    log.addAll(append(store, BOB, 2, new Deposited(4), new Noted("x")));
    log.addAll(append(store, SAVINGS, 3, new Deposited(8)));
    log.addAll(append(store, ADA, 4, new Withdrawn(1), new Deposited(16)));
    LiveFold<Balance> all = BALANCE.over(store);

    for (long to = 0; to <= store.head() + 1; to++) {
      long end = to;
      for (int second = 0; second <= 5; second++) {
        Instant until = Instant.ofEpochSecond(second);
        Predicate<RecordedEvent> asked =
            event -> event.position() <= end && event.metadata().at().isBefore(until);
        assertThat(all.to(to).until(until).read().state()).isEqualTo(sum(log, asked));
        assertThat(all.aggregateTypes("account").to(to).until(until).read().state())
            .isEqualTo(
                sum(log, asked.and(event -> event.stream().aggregateType().equals("account"))));
        assertThat(all.stream(ADA).to(to).until(until).read().state())
            .isEqualTo(sum(log, asked.and(event -> event.stream().equals(ADA))));
      }
    }
    assertThat(all.read()).isEqualTo(new Folded<>(sum(log, event -> true), store.head()));
    assertThat(all.to(3).read().position()).isEqualTo(3);
    assertThat(all.stream(BOB).read().position()).isEqualTo(log.get(3).position());
    assertThat(all.stream(new StreamId("account", "nobody")).read())
        .isEqualTo(new Folded<>(Balance.NONE, 0));
  }

  private static List<RecordedEvent> append(
      EventStore store, StreamId stream, long second, AccountEvent... events) {
    Metadata at = Metadata.at(Instant.ofEpochSecond(second));
    return store.append(Append.of(stream, ExpectedVersion.any(), List.of(events), at)).events();
  }

  private static Balance sum(List<RecordedEvent> log, Predicate<RecordedEvent> asked) {
    Balance sum = Balance.NONE;
    for (RecordedEvent event : log) {
      if (asked.test(event) && event.payload() instanceof Deposited deposited) {
        sum = sum.plus(deposited.amountCents());
      } else if (asked.test(event) && event.payload() instanceof Withdrawn withdrawn) {
        sum = sum.plus(-withdrawn.amountCents());
      }
    }
    return sum;
  }

  @Test
  void isTheSameAsTheStateThatARunnerKeeps() {
    EventStore store = InMemoryEventStore.of(AccountEvent.types());
    InMemoryProjection<Balance> kept = InMemoryProjection.of(BALANCE);
    for (int i = 1; i < 100; i++) {
      AccountEvent.deposit(store, "a" + i % 7, i);
    }

    ProjectionRunner.on(store).batchSize(10).run(kept).build().catchUp();

    assertThat(BALANCE.over(store).read()).isEqualTo(kept.folded());
  }

  @Test
  void namesTheEventThatCannotBeFoldedAndNotItsPayload() {
    EventStore store = InMemoryEventStore.of(AccountEvent.types());
    AccountEvent.append(store, "a", new Noted("first"), new Noted("secret"));
    EventFold<Optional<String>> broken =
        EventFold.named("broken", Optional.<String>empty())
            .on(
                Noted.class,
                (last, event, noted) -> {
                  if (last.isPresent()) {
                    throw new IllegalStateException(noted.text());
                  }
                  return Optional.of(noted.text());
                })
            .build();

    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(() -> broken.over(store).read())
        .withMessage("the fold 'broken' failed in the handler of Noted, at Noted[account/a #2 @2]")
        .withCauseExactlyInstanceOf(IllegalStateException.class);
    assertThatIllegalArgumentException().isThrownBy(() -> BALANCE.over(store).to(-1));
  }

  @Test
  void endsThoughItsOwnHandlerAppendsOnAndOn() {
    EventStore store = InMemoryEventStore.of(AccountEvent.types());
    AccountEvent.append(store, "a", new Noted("1"), new Noted("2"));
    EventFold<Integer> growing =
        EventFold.named("growing", 0)
            .on(
                Noted.class,
                (count, event, noted) -> {
                  AccountEvent.append(store, "b", new Noted("more"));
                  return count + 1;
                })
            .build();

    assertThat(growing.over(store).read()).isEqualTo(new Folded<>(2, 2));
  }
}
