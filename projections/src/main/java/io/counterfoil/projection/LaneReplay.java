package io.counterfoil.projection;

import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives events to one version of a projection once more. Thread-safe. */
final class LaneReplay {
  /** How often to begin again where the database failed, or met a batch of another process. */
  private static final int ATTEMPTS = 10;

  private final Projection projection;
  private final ReadModel readModel;
  private final LogFollower follower;
  private final EventStore store;
  private final Bell bell;
  private final ProjectionOptions options;
  private final Clock clock;

  LaneReplay(
      Projection projection,
      ReadModel readModel,
      LogFollower follower,
      EventStore store,
      Bell bell,
      ProjectionOptions options,
      Clock clock) {
    this.projection = projection;
    this.readModel = readModel;
    this.follower = follower;
    this.store = store;
    this.bell = bell;
    this.options = options;
    this.clock = clock;
  }

  ReplayResult again(Selection selection, RebuildListener listener) {
    Replaying replaying =
        readModel
            .replaying()
            .orElseThrow(
                () ->
                    refused(
                        "it has no way to apply events again. rebuild() fills it anew; dryRun()"
                            + " tries its events"));
    return alone(() -> replaying.again(stage -> replay(stage, selection, listener)));
  }

  ReplayResult repair(StreamId aggregate) {
    Replaying replaying =
        readModel
            .replaying()
            .orElseThrow(() -> refused("nothing says how the rows of one aggregate are removed"));
    return alone(() -> replaying.repair(aggregate, stage -> repair(stage, aggregate)));
  }

  /** Tries events; needs no checkpoint, and keeps no batch waiting. */
  ReplayResult rehearse(Selection selection, RebuildListener listener) {
    long head = store.head();
    Optional<Replaying> replaying = readModel.replaying();
    Replaying.Work work = stage -> replay(stage, selection, listener);
    return repeated(
        () ->
            replaying.isPresent()
                ? replaying.get().rehearse(head, work)
                : work.on(new DecodingStage(head)));
  }

  /** Keeps the turns of this runner out. Batches of others are the read model's to keep out. */
  private ReplayResult alone(Call call) {
    follower.lock();
    try {
      return repeated(
          () -> {
            readModel.setUp();
            return call.now();
          });
    } finally {
      follower.doubt();
      follower.unlock();
    }
  }

  private ReplayResult repeated(Call call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.now();
      } catch (Exception e) {
        if (attempt == ATTEMPTS || !Outage.isBehind(e)) {
          throw failed(e);
        }
        pause(options.pauseAfter(attempt));
      }
    }
  }

  private ProjectionException failed(Exception e) {
    if (e instanceof StepFailed step) {
      return new ProjectionException(
          "the replay of '" + projection.name() + "' failed " + step.step(), step.thrown());
    }
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return new ProjectionException("the replay of '" + projection.name() + "' failed", e);
  }

  private void pause(long nanos) {
    try {
      bell.pause(nanos, () -> false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProjectionException(
          "interrupted while events of '" + projection.name() + "' were replayed", e);
    }
  }

  private ReplayResult replay(
      Replaying.Stage stage, Selection selection, RebuildListener listener) {
    ReplayTally tally = new ReplayTally(projection.name(), stage, clock);
    long start = selection.from() - 1;
    // A checkpoint may lie beyond the log of a store that was restored: nothing comes there.
    long end = Math.min(Math.min(selection.to(), stage.position()), store.head());
    long position = start;
    while (position < end) {
      List<RecordedEvent> events = new ArrayList<>();
      long reached =
          store.readLog(
              EventQuery.after(position)
                  .to(end)
                  .filter(selection.filter())
                  .limit(options.batchSize()),
              events::add);
      events.removeIf(event -> !selection.wanted().test(event));
      tally.apply(events);
      if (reached <= position) {
        pause(options.pollAtWork()); // appends are under way before the next event
      }
      position = Math.max(position, reached);
      listener.progressed(new RebuildProgress(start, position, end, tally.read(), tally.elapsed()));
    }
    return tally.result(selection.from(), end);
  }

  private ReplayResult repair(Replaying.Stage stage, StreamId aggregate) {
    ReplayTally tally = new ReplayTally(projection.name(), stage, clock);
    EventFilter wanted = projection.filter(store.eventTypes()).asStored(store.eventTypes());
    List<RecordedEvent> events = new ArrayList<>();
    store.readStream(
        StreamQuery.of(aggregate),
        event -> {
          if (event.position() <= stage.position() && wanted.accepts(event)) {
            events.add(event);
          }
          if (events.size() >= options.batchSize()) {
            tally.apply(List.copyOf(events));
            events.clear();
          }
        });
    tally.apply(events);
    ReplayResult result = tally.result(1, stage.position());
    if (result.read() == 0) {
      throw refused(
          "up to position "
              + stage.position()
              + " the log has no event of "
              + aggregate
              + " that it wants. Nothing was changed");
    }
    if (result.failed() > 0) {
      ProjectionFailure first = result.errors().get(0);
      throw new ProjectionException(
          "the rows of "
              + aggregate
              + " in '"
              + projection.name()
              + "' were not repaired, and are as they were: "
              + first,
          first.cause());
    }
    return result;
  }

  private ReplayRefused refused(String why) {
    return new ReplayRefused(
        projection.name(), "the projection '" + projection.name() + "' is not replayed: " + why);
  }

  /** Calls the read model. */
  private interface Call {
    ReplayResult now() throws Exception;
  }
}
