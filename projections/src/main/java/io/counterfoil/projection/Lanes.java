package io.counterfoil.projection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps together all versions of one projection that a runner runs, the oldest first. */
final class Lanes {
  private final String name;
  private final Signal signal;
  private final List<Lane> lanes;

  Lanes(String name, Signal signal, List<Lane> lanes) {
    this.name = name;
    this.signal = signal;
    this.lanes = List.copyOf(lanes);
  }

  List<Lane> all() {
    return lanes;
  }

  /** The version that was declared last: what orders are for. */
  Lane newest() {
    return lanes.get(lanes.size() - 1);
  }

  /** The version that readers see, as far as is known; else the newest. */
  Lane serving() {
    for (int i = lanes.size() - 1; i > 0; i--) {
      if (lanes.get(i).progress().isLive()) {
        return lanes.get(i);
      }
    }
    return lanes.size() == 1 || !lanes.get(0).progress().isLive() ? newest() : lanes.get(0);
  }

  /** Waits until readers see a read model that has come to a position. */
  void await(long wanted, Duration timeout) throws InterruptedException {
    long begun = System.nanoTime();
    if (!signal.await(TimeUnit.NANOSECONDS.convert(timeout), () -> isThere(wanted))) {
      Progress progress = serving().progress();
      throw new ProjectionTimeout(
          name,
          progress.state(),
          progress.position(),
          wanted,
          Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  /** Looks up the live version each time: another one may take its place meanwhile. */
  private boolean isThere(long wanted) {
    Progress progress = serving().progress();
    if (progress.hasReached(wanted)) {
      return true;
    }
    if (progress.isBroken()) {
      throw progress.stopped();
    }
    if (progress.state() == ProjectionState.RETIRED) {
      throw new ProjectionException(
          "the projection '"
              + name
              + "' was taken over by a newer version, which this runner does not know; await it"
              + " where that runs",
          null);
    }
    if (!progress.isDriven()) {
      throw new ProjectionException(
          "the projection '"
              + name
              + "' does not run, so it will not come to position "
              + wanted
              + ": its runner is not started, or is stopped or closed; call start()",
          null);
    }
    return false;
  }
}
