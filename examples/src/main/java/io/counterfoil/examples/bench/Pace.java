package io.counterfoil.examples.bench;

import java.time.Duration;

/**
 * Says how long is measured, and on how much.
 *
 * @param warmUp how long each contender works before anything counts
 * @param round how long each works at a time
 * @param rounds how many rounds each has; the median counts
 * @param replayedEvents how long the log is that is replayed
 * @param streams over how many streams appends are spread
 */
record Pace(Duration warmUp, Duration round, int rounds, int replayedEvents, int streams) {

  /** Answers how many events are imported at a time. */
  int importedEvents() {
    return replayedEvents / 2;
  }

  /** All works within ten minutes. */
  static final Pace SHORT =
      new Pace(Duration.ofMillis(2_000), Duration.ofMillis(1_200), 5, 200_000, 1_000);

  /** For figures that are to be told. */
  static final Pace FULL =
      new Pace(Duration.ofSeconds(10), Duration.ofSeconds(5), 11, 1_000_000, 1_000);
}
