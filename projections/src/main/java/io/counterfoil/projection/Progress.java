package io.counterfoil.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Holds what others may know of a projection, and lets them wait for it. Thread-safe. */
final class Progress {
  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private ProjectionState state = ProjectionState.STOPPED;
  private boolean rebuilding;

  /** How many drive the projection: its own thread, and callers that bring it forward. */
  private int drivers;

  private long position;

  /** Whether the position was read since the last start: another runner may have moved it. */
  private boolean placed;

  private @Nullable Instant heartbeat;
  private @Nullable ProjectionFailure failure;
  private @Nullable ProjectionRecovery recovery;

  Progress(String name) {
    this.name = name;
  }

  long position() {
    lock.lock();
    try {
      return position;
    } finally {
      lock.unlock();
    }
  }

  boolean hasReached(long wanted) {
    lock.lock();
    try {
      return wanted == 0 || (placed && position >= wanted);
    } finally {
      lock.unlock();
    }
  }

  boolean isBroken() {
    lock.lock();
    try {
      return state.isBroken();
    } finally {
      lock.unlock();
    }
  }

  /** Tells that the projection is at work again and where it stands. */
  void at(long newPosition, ProjectionState newState, Instant now) {
    change(
        () -> {
          if (state == ProjectionState.RETRYING && failure != null) {
            recovery = new ProjectionRecovery(failure, newPosition, now);
          }
          position = newPosition;
          placed = true;
          state = newState;
          failure = null;
          heartbeat = now;
        });
  }

  /** Tells that somebody drives the projection from now on, until {@link #ended()}. */
  void joined() {
    change(() -> drivers++);
  }

  void began() {
    change(
        () -> {
          state = ProjectionState.CATCHING_UP;
          failure = null;
          placed = false;
        });
  }

  void failed(ProjectionState newState, ProjectionFailure what) {
    change(
        () -> {
          state = newState;
          failure = what;
          heartbeat = what.at();
        });
  }

  void rebuilding(boolean now) {
    change(() -> rebuilding = now);
  }

  /** Tells that a driver has ended; with the last one it stops. A failure stays to be seen. */
  void ended() {
    change(
        () -> {
          drivers--;
          if (drivers == 0 && !state.isBroken()) {
            state = ProjectionState.STOPPED;
          }
        });
  }

  /** Waits until the read model has come to a position. */
  void await(long wanted, Duration timeout) throws InterruptedException {
    long start = System.nanoTime();
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!hasReached(wanted)) {
        if (state.isBroken()) {
          throw stopped();
        }
        if (drivers == 0) {
          throw notStarted(wanted);
        }
        if (left <= 0) {
          throw new ProjectionTimeout(
              name, shown(), position, wanted, Duration.ofNanos(System.nanoTime() - start));
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private ProjectionException notStarted(long wanted) {
    return new ProjectionException(
        "the projection '"
            + name
            + "' does not run, so it will not come to position "
            + wanted
            + ": its runner is not started, or is stopped or closed; call start()",
        null);
  }

  ProjectionStopped stopped() {
    lock.lock();
    try {
      if (failure == null) {
        throw new IllegalStateException("the projection '" + name + "' has not failed");
      }
      return new ProjectionStopped(name, position, failure);
    } finally {
      lock.unlock();
    }
  }

  ProjectionStatus status(int version, OptionalLong head) {
    lock.lock();
    try {
      return new ProjectionStatus(
          name,
          version,
          shown(),
          position,
          head,
          Optional.ofNullable(heartbeat),
          Optional.ofNullable(failure),
          Optional.ofNullable(recovery));
    } finally {
      lock.unlock();
    }
  }

  private ProjectionState shown() {
    boolean atWork = state == ProjectionState.IDLE || state == ProjectionState.CATCHING_UP;
    return rebuilding && atWork ? ProjectionState.REBUILDING : state;
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
