package io.counterfoil.projection;

/** Says what a projection is doing. */
public enum ProjectionState {
  /** It does not run: not started yet, or stopped by hand. */
  STOPPED,
  /** It applies events and has not reached the end of the log. */
  CATCHING_UP,
  /** It has reached the end of the log and waits for more. */
  IDLE,
  /** It replays all events from zero. */
  REBUILDING,
  /** Something failed, and it tries again by itself. */
  RETRYING,
  /** It has stopped on a failure, right before the event that it could not apply. */
  FAILED,
  /** It has stopped because another runner took the read model over. */
  FENCED;

  /** Tells whether it has stopped for a reason that somebody must look at. */
  boolean isBroken() {
    return this == FAILED || this == FENCED;
  }
}
