package io.counterfoil.projection;

/** Watches a rebuild, for instance to draw a progress bar. */
@FunctionalInterface
public interface RebuildListener {

  /**
   * Is told after each batch, on the thread that rebuilds: so it must be short. What it throws ends
   * the rebuild.
   *
   * @param position how far the read model has come
   * @param head the head of the log when the rebuild began: where the rebuild ends
   * @param events how many events were applied so far
   */
  void progressed(long position, long head, long events);
}
