package io.counterfoil.projection;

/** Watches a rebuild or a replay, for instance to draw a progress bar. */
@FunctionalInterface
public interface RebuildListener {

  /**
   * Is told after each batch, on the thread that does the work: so it must be short. What it throws
   * ends the work.
   *
   * @param progress how far it has come
   */
  void progressed(RebuildProgress progress);
}
