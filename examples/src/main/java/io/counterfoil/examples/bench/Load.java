package io.counterfoil.examples.bench;

import java.util.Arrays;

/** What a crew did. Immutable. */
final class Load {
  private final double seconds;
  private final long[] sortedNanos;

  /**
   * Sorts.
   *
   * @param seconds how long all of it took
   * @param nanos how long each step took
   */
  Load(double seconds, long[] nanos) {
    this.seconds = seconds;
    this.sortedNanos = nanos.clone();
    Arrays.sort(sortedNanos);
  }

  double perSecond() {
    return sortedNanos.length / seconds;
  }

  double p50Millis() {
    return millis(0.50);
  }

  double p99Millis() {
    return millis(0.99);
  }

  double p999Millis() {
    return millis(0.999);
  }

  private double millis(double quantile) {
    int rank = (int) Math.ceil(quantile * sortedNanos.length);
    return sortedNanos[Math.max(0, rank - 1)] / 1e6;
  }
}
