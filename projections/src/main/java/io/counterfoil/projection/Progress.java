package io.counterfoil.projection;

import io.counterfoil.store.OpenWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Holds what others may know of one version of a projection. Thread-safe. */
final class Progress {
  private final String name;
  private final int version;
  private final Signal signal;

  /** Is told what was shown before, and what is shown now. Called outside of all locks. */
  private final BiConsumer<ProjectionState, ProjectionState> onChange;

  private final Pacer pacer = new Pacer();
  private ProjectionState state = ProjectionState.STOPPED;
  private boolean rebuilding;
  private boolean paused;

  /** How many drive the projection: its own thread, and callers that bring it forward. */
  private int drivers;

  private long position;

  /** Whether the position was read since the last start: another runner may have moved it. */
  private boolean placed;

  private boolean live;
  private int generation;
  private boolean parked;
  private @Nullable Instant lastEventAt;
  private @Nullable Instant heartbeat;
  private @Nullable ProjectionFailure failure;
  private @Nullable ProjectionRecovery recovery;

  Progress(
      String name,
      int version,
      Signal signal,
      BiConsumer<ProjectionState, ProjectionState> onChange) {
    this.name = name;
    this.version = version;
    this.signal = signal;
    this.onChange = onChange;
  }

  long position() {
    return signal.read(() -> position);
  }

  /** Whether readers see a read model that has come to a position. */
  boolean hasReached(long wanted) {
    return signal.read(() -> wanted == 0 || (placed && live && position >= wanted));
  }

  boolean isLive() {
    return signal.read(() -> live);
  }

  boolean hasEnded() {
    return signal.read(state::hasEnded);
  }

  boolean isBroken() {
    return signal.read(state::isBroken);
  }

  boolean isDriven() {
    return signal.read(() -> drivers > 0);
  }

  boolean hasParked() {
    return signal.read(() -> parked);
  }

  ProjectionState state() {
    return signal.read(this::shown);
  }

  /** Tells which filling of the read model is worked on, and whether readers see it. */
  void assigned(Generations.Generation to) {
    int number = to.checkpoint().generation();
    boolean isLive = to.role() == Generations.Role.LIVE;
    if (signal.read(() -> generation != number || live != isLive)) {
      change(
          () -> {
            generation = number;
            live = isLive;
          });
    }
  }

  /** Tells that the projection is at work again and where it stands. */
  void at(Checkpoint held, long newPosition, ProjectionState newState, Instant now) {
    change(
        () -> {
          if (state == ProjectionState.RETRYING && failure != null) {
            recovery = new ProjectionRecovery(failure, newPosition, now);
          }
          position = newPosition;
          parked = held.parked();
          placed = true;
          state = newState;
          failure = null;
          heartbeat = now;
        });
  }

  /** Tells that events were applied. */
  void worked(long nanos, int events, long positions, Optional<Instant> last) {
    signal.change(
        () -> {
          pacer.worked(nanos, events, positions);
          lastEventAt = last.orElse(lastEventAt);
        });
  }

  /** Tells that somebody drives the projection from now on, until {@link #ended()}. */
  void joined() {
    signal.change(() -> drivers++);
  }

  void began() {
    change(
        () -> {
          state = ProjectionState.CATCHING_UP;
          failure = null;
          placed = false;
        });
  }

  void retired() {
    change(
        () -> {
          state = ProjectionState.RETIRED;
          live = false;
          failure = null;
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

  void paused(boolean now) {
    change(() -> paused = now);
  }

  /** Tells that a driver has ended; with the last one it stops. A failure stays to be seen. */
  void ended() {
    change(
        () -> {
          drivers--;
          if (drivers == 0 && !state.hasEnded()) {
            state = ProjectionState.STOPPED;
          }
        });
  }

  ProjectionStopped stopped() {
    return signal.read(
        () -> {
          if (failure == null) {
            throw new IllegalStateException("the projection '" + name + "' has not failed");
          }
          return new ProjectionStopped(name, position, failure);
        });
  }

  ProjectionStatus status(OptionalLong head, List<OpenWriter> writers) {
    return signal.read(
        () ->
            new ProjectionStatus(
                name,
                version,
                generation,
                shown(),
                live,
                position,
                head,
                writers,
                Optional.ofNullable(lastEventAt),
                pacer.eventsPerSecond(),
                pacer.positionsPerSecond(),
                parked,
                Optional.ofNullable(heartbeat),
                Optional.ofNullable(failure),
                Optional.ofNullable(recovery)));
  }

  private ProjectionState shown() {
    boolean atWork = state == ProjectionState.IDLE || state == ProjectionState.CATCHING_UP;
    if (!atWork) {
      return state;
    }
    if (rebuilding || (placed && !live)) {
      return ProjectionState.REBUILDING;
    }
    return paused ? ProjectionState.PAUSED : state;
  }

  private void change(Runnable change) {
    ProjectionState[] before = new ProjectionState[1];
    ProjectionState[] after = new ProjectionState[1];
    signal.change(
        () -> {
          before[0] = shown();
          change.run();
          after[0] = shown();
        });
    if (before[0] != after[0]) {
      onChange.accept(before[0], after[0]);
    }
  }
}
