package io.counterfoil.projection;

/** Runs at the start or the end of a batch, to collect what a sink takes in one request. */
@FunctionalInterface
public interface BatchHook {

  /**
   * Does what is to be done.
   *
   * @param batch the batch; never without events
   * @throws Exception if it could not be done; the batch counts as not applied
   */
  void run(Batch batch) throws Exception;
}
