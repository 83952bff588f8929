package io.counterfoil.examples.bench;

import java.time.Duration;

/** Does a work for a while and tells how it went: ours, or a floor. */
interface Contender extends AutoCloseable {

  /**
   * Works.
   *
   * @param duration for about how long
   * @return a rate per second, or milliseconds, as the work's name says
   */
  double round(Duration duration) throws Exception;

  @Override
  default void close() {}
}
