package io.counterfoil.examples.metrics;

import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.ParkedEvent;
import io.counterfoil.projection.ProjectionFailure;
import io.counterfoil.projection.ProjectionListener;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionState;
import io.counterfoil.projection.ProjectionStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Tells a meter registry what the projections of a runner do. A listener takes what happens; {@link
 * #watch} adds how it stands. Thread-safe.
 */
public final class ProjectionMetrics implements ProjectionListener {
  private static final Set<ProjectionState> BROKEN =
      Set.of(ProjectionState.FAILED, ProjectionState.FENCED);

  private final MeterRegistry registry;

  /**
   * Counts in a registry.
   *
   * @param registry where the meters are
   */
  public ProjectionMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  // tag::listener[]
  @Override
  public void applied(AppliedBatch batch) {
    Tags tags = tags(batch.projection(), batch.version());
    registry.timer("counterfoil.projection.batches", tags).record(batch.took());
    registry.counter("counterfoil.projection.events", tags).increment(batch.events());
    if (batch.events() > 0) {
      registry.timer("counterfoil.projection.age", tags).record(batch.age());
    }
  }

  // end::listener[]

  @Override
  public void failed(String projection, int version, ProjectionFailure failure) {
    registry.counter("counterfoil.projection.failures", tags(projection, version)).increment();
  }

  @Override
  public void parked(String projection, int version, ParkedEvent event) {
    registry.counter("counterfoil.projection.parked", tags(projection, version)).increment();
  }

  @Override
  public void retried(String projection, int version, ParkedEvent event, boolean applied) {
    Tags tags = tags(projection, version).and("applied", Boolean.toString(applied));
    registry.counter("counterfoil.projection.retried", tags).increment();
  }

  @Override
  public void switched(CheckpointId live) {
    Tags tags = tags(live.projection(), live.version());
    registry.counter("counterfoil.projection.switches", tags).increment();
  }

  /**
   * Shows how each projection stands. Reading such a gauge asks the store for its head: fit for a
   * scrape every some seconds, not for a loop.
   *
   * @param runner is asked; the registry does not keep it alive
   */
  public void watch(ProjectionRunner runner) {
    for (String name : runner.status().stream().map(ProjectionStatus::name).distinct().toList()) {
      gauge(runner, name, "lag", status -> status.lag().orElse(-1));
      gauge(runner, name, "silence", status -> status.heartbeat().map(this::since).orElse(-1.0));
      gauge(runner, name, "broken", status -> BROKEN.contains(status.state()) ? 1 : 0);
      gauge(runner, name, "waiting", status -> status.hasParked() ? 1 : 0);
    }
  }

  private void gauge(
      ProjectionRunner runner, String name, String what, ToDoubleFunction<ProjectionStatus> value) {
    Gauge.builder(
            "counterfoil.projection." + what,
            runner,
            asked -> value.applyAsDouble(asked.status(name)))
        .tag("projection", name)
        .register(registry);
  }

  private double since(Instant heartbeat) {
    return Duration.between(heartbeat, Instant.now()).toMillis() / 1000.0;
  }

  private static Tags tags(String projection, int version) {
    return Tags.of("projection", projection, "version", Integer.toString(version));
  }
}
