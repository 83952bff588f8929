package io.counterfoil.projection;

import java.util.concurrent.TimeUnit;

/** Measures how fast a projection works, as a mean that forgets. Not thread-safe. */
final class Pacer {
  private static final double HALF_LIFE_SECONDS = 5;

  private double seconds;
  private double events;
  private double positions;

  void worked(long nanos, int moreEvents, long morePositions) {
    double more = nanos / (double) TimeUnit.SECONDS.toNanos(1);
    double kept = Math.pow(0.5, more / HALF_LIFE_SECONDS);
    seconds = seconds * kept + more;
    events = events * kept + moreEvents;
    positions = positions * kept + morePositions;
  }

  double eventsPerSecond() {
    return seconds == 0 ? 0 : events / seconds;
  }

  double positionsPerSecond() {
    return seconds == 0 ? 0 : positions / seconds;
  }
}
