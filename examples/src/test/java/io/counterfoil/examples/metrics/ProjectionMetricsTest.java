package io.counterfoil.examples.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.Metadata;
import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.Projection;
import io.counterfoil.projection.ProjectionOptions;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionRunnerBuilder;
import io.counterfoil.projection.ProjectionStopped;
import io.counterfoil.projection.jdbc.JdbcProjection;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProjectionMetricsTest {
  private final EventStore store = InMemoryEventStore.of(EventTypes.of(AccountEvent.class));
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ProjectionMetrics metrics = new ProjectionMetrics(registry);
  private final AtomicBoolean broken = new AtomicBoolean();

  private Projection deposits() {
    return JdbcProjection.named("deposits", TestDatabases.h2Memory().dataSource())
        .createdBy("CREATE TABLE {table} (position BIGINT PRIMARY KEY)")
        .on(
            MoneyDeposited.class,
            (event, deposited, sql) -> {
              if (broken.get()) {
                throw new IllegalStateException("as told");
              }
              sql.update("INSERT INTO {table} VALUES (?)", event.position());
            })
        .build();
  }

  private ProjectionRunnerBuilder running() {
    ProjectionOptions options =
        ProjectionOptions.defaults().retries(2, Duration.ofMillis(1), Duration.ofMillis(1));
    return ProjectionRunner.on(store).options(options).listener(metrics);
  }

  private void deposit(String account) {
    store.append(
        Append.of(
            new StreamId(Account.ACCOUNT.type(), account),
            ExpectedVersion.any(),
            List.of(MoneyDeposited.of(1, 1)),
            Metadata.at(Instant.now().minusSeconds(60))));
  }

  private double count(String name, String... tags) {
    return registry.get("counterfoil.projection." + name).tags(tags).counter().count();
  }

  private double gauge(String name) {
    return registry.get("counterfoil.projection." + name).gauge().value();
  }

  @Test
  void countsAndTimesWhatIsApplied() {
    deposit("a");
    deposit("b");

    try (ProjectionRunner runner = running().run(deposits()).build()) {
      runner.catchUp();
    }

    assertThat(count("events", "projection", "deposits", "version", "1")).isEqualTo(2);
    assertThat(registry.get("counterfoil.projection.batches").timer().count()).isPositive();
    assertThat(registry.get("counterfoil.projection.age").timer().max(TimeUnit.SECONDS))
        .isGreaterThanOrEqualTo(60.0);
  }

  @Test
  void countsWhatFailsAndIsParkedAndTakenUpAgain() {
    deposit("a");
    broken.set(true);
    try (ProjectionRunner runner = running().run(deposits(), ProjectionOptions::parking).build()) {
      runner.catchUp();
      metrics.watch(runner);
      assertThat(gauge("waiting")).isEqualTo(1);
      runner.parked("deposits").retry();
      broken.set(false);
      runner.parked("deposits").retry();
      runner.rebuild("deposits");
    }

    assertThat(count("failures")).isEqualTo(2);
    assertThat(count("parked")).isEqualTo(1);
    assertThat(count("retried", "applied", "false")).isEqualTo(1);
    assertThat(count("retried", "applied", "true")).isEqualTo(1);
    assertThat(count("switches", "version", "1")).isEqualTo(1);
  }

  @Test
  void showsHowEachProjectionStands() {
    try (ProjectionRunner runner = running().run(deposits()).build()) {
      metrics.watch(runner);
      assertThat(gauge("silence")).isNegative();
      runner.catchUp();
      deposit("a");
      deposit("b");
      assertThat(gauge("lag")).isEqualTo(2);
      assertThat(gauge("silence")).isBetween(0.0, 60.0);
      assertThat(gauge("broken")).isZero();

      broken.set(true);
      assertThatExceptionOfType(ProjectionStopped.class).isThrownBy(runner::catchUp);

      assertThat(gauge("broken")).isEqualTo(1);
    }
    assertThat(registry.getMeters()).extracting(Meter::getId).doesNotHaveDuplicates();
  }
}
