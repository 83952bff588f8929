package io.counterfoil.projection;

import java.time.Duration;
import java.util.Objects;

/**
 * Tells how far a rebuild or a replay has come. Immutable.
 *
 * @param start the position behind which the work began
 * @param position how far the log was applied
 * @param head where the work ends: the head of the log when it began, or the last position that was
 *     asked for
 * @param events how many events were worked on so far
 * @param elapsed since it began
 */
public record RebuildProgress(long start, long position, long head, long events, Duration elapsed) {

  /** Checks that nothing is null. */
  public RebuildProgress {
    Objects.requireNonNull(elapsed, "elapsed");
  }

  /**
   * Returns how fast it goes.
   *
   * @return events a second, as a mean since it began
   */
  public double eventsPerSecond() {
    return elapsed.isZero() ? 0 : events * 1e9 / elapsed.toNanos();
  }

  /**
   * Returns how much of the work is done.
   *
   * @return 0 to 1
   */
  public double share() {
    return head <= start ? 1 : Math.min(1, (position - start) / (double) (head - start));
  }

  /**
   * Returns how long it still takes if it goes on as it did.
   *
   * @return the time that is left; an hour at least where nothing was done yet
   */
  public Duration timeLeft() {
    return head > start && position <= start
        ? Duration.ofHours(1)
        : Duration.ofNanos((long) (elapsed.toNanos() * (1 - share()) / share()));
  }
}
