package io.counterfoil.projection;

import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds what a projection has set aside: events that could not be applied, and those that came
 * after them in the same stream. Thread-safe; every method asks the database and works on the
 * caller's thread, in this process or in another one than where the projection runs.
 */
public final class ParkedEvents {
  private final Projection projection;
  private final ReadModel readModel;
  private final EventStore store;
  private final Clock clock;
  private final SafeListener listener;

  ParkedEvents(
      Projection projection,
      ReadModel readModel,
      EventStore store,
      Clock clock,
      SafeListener listener) {
    this.projection = projection;
    this.readModel = readModel;
    this.store = store;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Lists what is parked.
   *
   * @return the events, in the order of the log
   * @throws ProjectionException if the database failed
   */
  public List<ParkedEvent> list() {
    return done(() -> place().parked(id()));
  }

  /**
   * Finds out whether an event is parked.
   *
   * @param position its position
   * @return what is known of it; empty if it is not parked
   * @throws ProjectionException if the database failed
   */
  public Optional<ParkedEvent> at(long position) {
    return list().stream().filter(event -> event.position() == position).findFirst();
  }

  /**
   * Applies the parked events of all streams, in the order of each stream; of a stream where one
   * fails again, the rest stay parked. While an event is taken up, the projection's batches wait.
   *
   * @return what is still parked
   * @throws ProjectionException if the database failed
   * @throws EventStoreException if the store failed
   */
  public List<ParkedEvent> retry() {
    Set<StreamId> streams = new LinkedHashSet<>();
    list().forEach(event -> streams.add(event.stream()));
    streams.forEach(this::retry);
    return list();
  }

  /**
   * Applies the parked events of one stream, in order, until one fails again. When none is left,
   * the projection applies the stream's events as they come.
   *
   * @param stream the stream
   * @return what of the stream is still parked
   * @throws ProjectionException if the database failed
   * @throws EventStoreException if the store failed
   */
  public List<ParkedEvent> retry(StreamId stream) {
    // Behind the last one more may have been parked meanwhile.
    for (List<ParkedEvent> left = of(stream); !left.isEmpty(); left = of(stream)) {
      for (ParkedEvent event : left) {
        if (!isApplied(event)) {
          return of(stream);
        }
      }
    }
    return List.of();
  }

  private List<ParkedEvent> of(StreamId stream) {
    return list().stream().filter(event -> event.stream().equals(stream)).toList();
  }

  /** Tries an event; false if it failed. One that another process has dealt with is no failure. */
  private boolean isApplied(ParkedEvent parked) {
    RecordedEvent event = recorded(parked);
    try {
      place().applyParked(id(), event);
    } catch (Exception e) {
      if (Outage.isBehind(e)) {
        throw failed(e);
      }
      parkAgain(parked, event, e);
      return false;
    }
    tell(parked, true);
    return true;
  }

  private void parkAgain(ParkedEvent parked, RecordedEvent event, Exception e) {
    Throwable cause = e instanceof StepFailed step ? step.thrown() : e;
    Optional<String> step =
        e instanceof StepFailed failed ? Optional.of(failed.step()) : Optional.empty();
    ProjectionFailure failure =
        new ProjectionFailure(
            step, Optional.of(event), parked.attempts() + 1, cause, clock.instant());
    done(
        () -> {
          place().parkAgain(id(), ParkedEvent.failed(event, failure));
          return event;
        });
    tell(parked, false);
  }

  private void tell(ParkedEvent parked, boolean applied) {
    listener.tell(to -> to.retried(projection.name(), projection.version(), parked, applied));
  }

  /**
   * Gives up a parked event: it will never be applied to this read model, until that is rebuilt.
   * Later events of its stream stay parked until they are retried.
   *
   * @param position the event's position
   * @throws IllegalArgumentException if no event of that position is parked
   * @throws ProjectionException if the database failed
   */
  public void discard(long position) {
    if (!done(() -> place().discard(id(), position))) {
      throw new IllegalArgumentException(
          "the projection '"
              + projection.name()
              + "' has no parked event at position "
              + position
              + "; list() shows those that there are");
    }
  }

  private RecordedEvent recorded(ParkedEvent parked) {
    List<RecordedEvent> found = new ArrayList<>();
    store.readLog(
        EventQuery.after(parked.position() - 1).to(parked.position()).limit(1), found::add);
    if (found.isEmpty()) {
      throw new ProjectionException(
          "the event "
              + parked
              + ", parked by the projection '"
              + projection.name()
              + "', is not in the log; is this the store that the projection reads?",
          null);
    }
    return found.get(0);
  }

  private ParkingPlace place() {
    return readModel
        .parking()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the read model of '" + projection.name() + "' cannot park events"));
  }

  /** The generation that readers see, or else the newest one of this version. */
  private CheckpointId id() {
    return done(
        () -> {
          readModel.setUp();
          CheckpointId found = CheckpointId.first(projection.name(), projection.version());
          if (readModel.generations().isPresent()) {
            for (Generations.Generation known : readModel.generations().get().list()) {
              if (known.checkpoint().version() == projection.version()) {
                found = known.checkpoint();
              }
              if (known.role() == Generations.Role.LIVE && found.equals(known.checkpoint())) {
                return found;
              }
            }
          }
          return found;
        });
  }

  private <T> T done(Call<T> call) {
    try {
      return call.now();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw failed(e);
    }
  }

  private ProjectionException failed(Exception e) {
    return new ProjectionException(
        "the parked events of '" + projection.name() + "' could not be read or changed", e);
  }

  /**
   * Calls the database.
   *
   * @param <T> what comes of it
   */
  private interface Call<T> {
    T now() throws Exception;
  }
}
