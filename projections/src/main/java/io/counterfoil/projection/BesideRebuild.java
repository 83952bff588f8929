package io.counterfoil.projection;

import io.counterfoil.projection.Generations.Generation;
import io.counterfoil.projection.Generations.Role;
import io.counterfoil.store.EventStore;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a generation of a read model beside the live one, on the thread of whoever calls, until it
 * takes that one's place.
 */
final class BesideRebuild {
  private static final Logger log = LoggerFactory.getLogger(BesideRebuild.class);

  private final String projection;
  private final ReadModel readModel;
  private final String owner;
  private final EventStore store;
  private final Bell bell;

  /** Makes what brings a generation forward. */
  private final Function<Hold.Target, CallersTurns> builders;

  BesideRebuild(
      String projection,
      ReadModel readModel,
      String owner,
      EventStore store,
      Bell bell,
      Function<Hold.Target, CallersTurns> builders) {
    this.projection = projection;
    this.readModel = readModel;
    this.owner = owner;
    this.store = store;
    this.bell = bell;
    this.builders = builders;
  }

  /**
   * Rebuilds.
   *
   * @param alone whether nobody in this runner keeps the live one: then the new one is brought to
   *     the head, too
   * @param ended whether to end before it is done
   * @return how many events were applied
   */
  long run(
      Generations generations, boolean alone, BooleanSupplier ended, RebuildListener listener) {
    Generation next = begin(generations);
    Beside beside = new Beside(generations, next);
    CallersTurns builder = builders.apply(beside);
    Progress progress = builder.progress();
    long head = store.head();
    long begun = System.nanoTime();
    progress.joined();
    builder.follower().begin();
    try {
      do {
        if (ended.getAsBoolean()) {
          throw builder.stopped(head, "rebuild");
        }
        if (!takesTurn(builder, head) || beside.isLive()) {
          return builder.follower().applied();
        }
        requireNotGivenUp(progress);
        listener.progressed(
            new RebuildProgress(
                next.position(),
                progress.position(),
                head,
                builder.follower().applied(),
                Duration.ofNanos(System.nanoTime() - begun)));
      } while (!progress.isLive() || (alone && !progress.hasReached(head)));
      return builder.follower().applied();
    } catch (InterruptedException e) {
      throw builder.interrupted(head, e);
    } finally {
      builder.follower().finish();
      progress.ended();
      release(generations, next);
      bell.ring(); // for the loop, which finds that it is to work on the new one
    }
  }

  private Generation begin(Generations generations) {
    try {
      readModel.setUp();
      return generations.begin(owner);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ProjectionException("the rebuild of '" + projection + "' could not be begun", e);
    }
  }

  /** Takes a turn; false if another runner keeps the new read model since it is live. */
  private boolean takesTurn(CallersTurns builder, long head) throws InterruptedException {
    try {
      builder.take(bell.rings(), head, () -> false);
      return true;
    } catch (ProjectionStopped stopped) {
      if (builder.progress().isLive() && stopped.getCause() instanceof CheckpointFenced) {
        return false;
      }
      throw stopped;
    }
  }

  private void requireNotGivenUp(Progress progress) {
    if (progress.state() == ProjectionState.RETIRED) {
      throw new RebuildRefused(
          projection, "the rebuild of '" + projection + "' was given up by an order to cancel it");
    }
  }

  /** Where the rebuild is not done, the next one need not wait until this one counts as gone. */
  private void release(Generations generations, Generation built) {
    try {
      generations.release(built.checkpoint(), owner);
    } catch (Exception e) {
      log.warn(
          "{} is free for another rebuild in half a minute only, as the database failed",
          built.checkpoint(),
          e);
    }
  }

  /** Looks up what has become of a generation that is being built. */
  private static final class Beside implements Hold.Target {
    private final Generations generations;
    private final Generation begun;
    private boolean asked;
    private boolean live;

    Beside(Generations generations, Generation begun) {
      this.generations = generations;
      this.begun = begun;
    }

    /**
     * Asked again, it was refused a batch: if the generation is live, whoever runs the projection
     * keeps it from now on, and the rebuild is done.
     */
    @Override
    public Generation find() throws Exception {
      if (!asked) {
        asked = true;
        return begun;
      }
      Generation found =
          generations.list().stream()
              .filter(known -> known.checkpoint().equals(begun.checkpoint()))
              .findFirst()
              .orElse(begun.as(Role.RETIRED));
      live = found.role() == Role.LIVE;
      return live ? found.as(Role.RETIRED) : found;
    }

    boolean isLive() {
      return live;
    }
  }
}
