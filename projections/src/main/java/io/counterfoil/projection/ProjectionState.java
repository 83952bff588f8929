package io.counterfoil.projection;

/** Says what a projection is doing. */
public enum ProjectionState {
  /** It does not run: not started yet, or stopped by hand. */
  STOPPED,
  /** It applies events and has not reached the end of the log. */
  CATCHING_UP,
  /** It has reached the end of the log and waits for more. */
  IDLE,
  /** It fills a read model from zero: beside the one that serves, or in its place. */
  REBUILDING,
  /** It applies nothing until it is resumed. */
  PAUSED,
  /** Something failed, and it tries again by itself. */
  RETRYING,
  /** It has stopped on a failure, right before the event that it could not apply. */
  FAILED,
  /** It has stopped because another runner took the read model over. */
  FENCED,
  /** It has ended because a newer version of the projection has taken its place. */
  RETIRED;

  /** Tells whether it has stopped for a reason that somebody must look at. */
  boolean isBroken() {
    return this == FAILED || this == FENCED;
  }

  /** Tells whether it has ended, for whatever reason, until it is started again. */
  boolean hasEnded() {
    return isBroken() || this == RETIRED;
  }
}
