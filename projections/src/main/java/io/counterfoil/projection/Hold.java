package io.counterfoil.projection;

import io.counterfoil.projection.Generations.Generation;
import io.counterfoil.projection.Generations.Role;
import org.jspecify.annotations.Nullable;

/**
 * Knows what a follower works on: which generation, by which claim, and how far it has read. Not
 * thread-safe; guarded by its follower.
 */
final class Hold {
  private final ReadModel readModel;
  private final Target target;
  private final String owner;

  private boolean ready;
  private @Nullable Generation assigned;
  private @Nullable Checkpoint held;
  private @Nullable Suspicion suspicion;

  /** Whether the last transaction may or may not have been committed. */
  private boolean inDoubt;

  /** How far the log was read: at or above the held checkpoint. */
  private long position;

  Hold(ReadModel readModel, Target target, String owner) {
    this.readModel = readModel;
    this.target = target;
    this.owner = owner;
  }

  /** Finds what a follower is to work on. */
  @FunctionalInterface
  interface Target {
    Generation find() throws Exception;
  }

  /** What was worked on when a batch was refused, and by which claim. */
  private record Suspicion(CheckpointFenced fenced, Generation before, @Nullable Checkpoint held) {}

  /** Forgets everything, for a start from what is stored. */
  void begin() {
    ready = false;
    suspicion = null;
    release();
  }

  private void release() {
    assigned = null;
    held = null;
    inDoubt = false;
  }

  /** Finds out what is to be worked on, unless it is known. */
  Generation assignment() throws Exception {
    if (!ready) {
      readModel.setUp();
      ready = true;
    }
    @Nullable Generation known = assigned;
    if (known == null) {
      known = target.find();
      judge(known);
      assigned = known;
    }
    return known;
  }

  /** Claims what is assigned, unless it is held; renews the claim if it is in doubt. */
  Checkpoint takeUp() throws Exception {
    @Nullable Checkpoint mine = held;
    if (mine == null) {
      mine = readModel.claim(assignment().checkpoint(), owner);
      position = mine.position();
    } else if (inDoubt) {
      Checkpoint before = mine;
      mine = readModel.renew(before);
      // Lower than before is only possible where the answer to a reset was lost.
      position =
          mine.position() < before.position()
              ? mine.position()
              : Math.max(position, mine.position());
    }
    held = mine;
    inDoubt = false;
    suspicion = null;
    return mine;
  }

  /**
   * Where the answer to a commit was lost, only a renewed claim tells what was committed; and it
   * tells whether another runner is behind the failure.
   */
  void doubt() {
    inDoubt = true;
  }

  /**
   * Renews the claim, and tells whether somebody else has raised its epoch meanwhile, as whoever
   * repairs rows does. What a handler met then, rows of two times or a key that was there all of a
   * sudden, is no failure of its event: its batch would have been refused.
   *
   * @throws CheckpointFenced if another runner has taken this one's place
   */
  boolean wasRaised() throws Exception {
    long before = current().epoch();
    return takeUp().epoch() > before + 1;
  }

  /**
   * Looks, with the next turn, whether another generation is to be worked on now. If not, the claim
   * is renewed where the owner is still the same: whoever repairs rows raises the epoch, so that no
   * batch is committed that began before.
   *
   * @return false if that was tried already, and another runner has taken this one's place
   */
  boolean suspects(CheckpointFenced fenced) {
    @Nullable Generation before = assigned;
    if (suspicion != null || before == null) {
      return false;
    }
    suspicion = new Suspicion(fenced, before, held);
    release();
    return true;
  }

  /** If what is found is the same as before, only its owner goes on, by a renewed claim. */
  private void judge(Generation found) {
    @Nullable Suspicion suspected = suspicion;
    if (suspected == null) {
      return;
    }
    Generation before = suspected.before();
    if (!found.checkpoint().equals(before.checkpoint()) || found.role() != before.role()) {
      suspicion = null;
    } else if (suspected.held() == null) {
      throw suspected.fenced();
    } else {
      held = suspected.held();
      inDoubt = true;
    }
  }

  boolean isHeld() {
    return held != null;
  }

  boolean isBuilding() {
    return assigned != null && assigned.role() == Role.BUILDING;
  }

  /** Tells that what was built is live now. */
  Generation live(Checkpoint now) {
    if (assigned == null) {
      throw new IllegalStateException("nothing is assigned yet");
    }
    Generation live = new Generation(now.id(), Role.LIVE, now.position(), assigned.place());
    assigned = live;
    moved(now, now.position());
    return live;
  }

  /** Tells where the checkpoint is now, and how far the log was read. */
  void moved(Checkpoint now, long readTo) {
    held = now;
    inDoubt = false;
    position = readTo;
  }

  void read(long to) {
    position = to;
  }

  long position() {
    return position;
  }

  Checkpoint current() {
    if (held == null) {
      throw new IllegalStateException("nothing is claimed yet");
    }
    return held;
  }

  /** Whether the log was read further than is stored, and nothing stands against storing it. */
  boolean isAhead() {
    return held != null && !inDoubt && held.position() < position;
  }

  /** Names what is worked on, for people. */
  String name(Projection projection) {
    return assigned == null ? projection.name() : assigned.checkpoint().toString();
  }
}
