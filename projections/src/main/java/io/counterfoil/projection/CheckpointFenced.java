package io.counterfoil.projection;

import java.util.Objects;

/**
 * Says that a checkpoint has been claimed by somebody else since: what was about to be written with
 * it was not written.
 */
public final class CheckpointFenced extends ProjectionException {
  private static final long serialVersionUID = 1L;

  private final transient Checkpoint held;

  /**
   * Says which claim is outdated.
   *
   * @param held the checkpoint as it was held
   */
  public CheckpointFenced(Checkpoint held) {
    super(
        "the checkpoint of "
            + held.id()
            + " is no longer ours (held: epoch "
            + held.epoch()
            + " at position "
            + held.position()
            + ", by "
            + held.owner()
            + "): another runner keeps this read model, or it was changed by hand. Run a projection"
            + " in one place; start it again to take it over",
        null);
    this.held = Objects.requireNonNull(held, "held");
  }

  /**
   * Returns the checkpoint as it was held.
   *
   * @return the checkpoint as it was held
   */
  public Checkpoint held() {
    return held;
  }
}
