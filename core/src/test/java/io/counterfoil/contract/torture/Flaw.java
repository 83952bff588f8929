package io.counterfoil.contract.torture;

/** What can be wrong with a log and its readers. */
public enum Flaw {
  /** A reader passed an event that it was never given. */
  LOST,
  /** A reader was given an event twice. */
  DOUBLED,
  /** A position or a checkpoint did not grow, or a sequence did not follow the one before it. */
  OUT_OF_ORDER,
  /** A reader was given an event that was rolled back, or that is nowhere in the store. */
  PHANTOM,
  /** A reader was given an event that it did not ask for. */
  UNWANTED,
  /** A reader did not come to the end of the log, although all writers of events had gone. */
  STALLED,
  /** A writer was told that an event is stored, but it is not. */
  FORGOTTEN,
  /** A writer was told that an event is not stored, but it is. */
  KEPT,
  /** The sequences of a stream have a hole, or its positions do not grow with them. */
  BROKEN_STREAM,
  /** A reader or a writer ended with an exception that nobody expected. */
  FAILED
}
