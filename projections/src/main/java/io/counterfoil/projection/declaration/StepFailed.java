package io.counterfoil.projection.declaration;

import java.util.List;
import java.util.Objects;

/** Carries what was thrown out of a step of a projection, and names the step. */
public final class StepFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String step;
  private final Exception thrown;

  /**
   * Names the step.
   *
   * @param step what was being done, as in "while creating the table"; without payloads
   * @param thrown what was thrown there
   */
  public StepFailed(String step, Exception thrown) {
    super(step, thrown);
    this.step = Objects.requireNonNull(step, "step");
    this.thrown = thrown;
  }

  /**
   * Says that a handler failed.
   *
   * @param payload the event that it was given
   * @param thrown what it threw
   * @return the failure
   */
  public static StepFailed inHandlerOf(Object payload, Exception thrown) {
    return new StepFailed("in the handler of " + payload.getClass().getSimpleName(), thrown);
  }

  /**
   * Returns the step.
   *
   * @return what was being done
   */
  public String step() {
    return step;
  }

  /**
   * Returns what was thrown.
   *
   * @return what was thrown, with what the roll-back behind it met
   */
  public Exception thrown() {
    for (Throwable behind : getSuppressed()) {
      if (!List.of(thrown.getSuppressed()).contains(behind)) {
        thrown.addSuppressed(behind);
      }
    }
    return thrown;
  }
}
