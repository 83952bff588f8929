package io.counterfoil.projection;

import io.counterfoil.projection.Generations.Generation;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventStore;
import java.time.Clock;
import java.util.Optional;

/** Puts together what runs the versions of one projection. */
final class LaneFactory {
  private final EventStore store;
  private final LogSource source;
  private final Optional<CheckpointStore> checkpoints;
  private final Bell bell;
  private final Signal signal;
  private final String owner;
  private final Clock clock;
  private final SafeListener listener;

  LaneFactory(
      EventStore store,
      LogSource source,
      Optional<CheckpointStore> checkpoints,
      Bell bell,
      Signal signal,
      String owner,
      Clock clock,
      SafeListener listener) {
    this.store = store;
    this.source = source;
    this.checkpoints = checkpoints;
    this.bell = bell;
    this.signal = signal;
    this.owner = owner;
    this.clock = clock;
    this.listener = listener;
  }

  Lane lane(Projection projection, EventFilter filter, ProjectionOptions options) {
    ReadModel readModel = projection.open(checkpoints);
    if (options.parks() && readModel.parking().isEmpty()) {
      throw new IllegalStateException(
          "the read model of '"
              + projection.name()
              + "' cannot park events; run it without parking()");
    }
    CallersTurns turns =
        turns(projection, filter, options, readModel, target(projection, readModel), signal);
    BesideRebuild beside =
        new BesideRebuild(
            projection.name(),
            readModel,
            owner,
            store,
            bell,
            target -> turns(projection, filter, options, readModel, target, new Signal()));
    return new Lane(projection, store, bell, options, readModel, turns, beside);
  }

  private CallersTurns turns(
      Projection projection,
      EventFilter filter,
      ProjectionOptions options,
      ReadModel readModel,
      Hold.Target target,
      Signal guard) {
    Progress progress = progress(projection, guard);
    return new CallersTurns(
        projection.name(),
        follower(projection, filter, options, readModel, target, progress),
        progress,
        bell,
        options);
  }

  /**
   * Works on what the read model says; on the first generation of its version if it says nothing.
   */
  private static Hold.Target target(Projection projection, ReadModel readModel) {
    Optional<Generations> generations = readModel.generations();
    if (generations.isPresent()) {
      return generations.get()::assign;
    }
    CheckpointId first = CheckpointId.first(projection.name(), projection.version());
    return () -> new Generation(first, Generations.Role.LIVE, 0, projection.name());
  }

  private Progress progress(Projection projection, Signal guard) {
    return new Progress(
        projection.name(),
        projection.version(),
        guard,
        (before, now) ->
            listener.tell(to -> to.changed(projection.name(), projection.version(), before, now)));
  }

  private LogFollower follower(
      Projection projection,
      EventFilter filter,
      ProjectionOptions options,
      ReadModel readModel,
      Hold.Target target,
      Progress progress) {
    return new LogFollower(
        source,
        filter,
        projection,
        readModel,
        new Hold(readModel, target, owner),
        options,
        clock,
        progress,
        listener);
  }
}
