package io.counterfoil.projection;

import java.util.Objects;

/** Says that a projection has stopped on a failure, so that its read model goes no further. */
public final class ProjectionStopped extends ProjectionException {
  private static final long serialVersionUID = 1L;

  private final String projection;
  private final transient ProjectionFailure failure;

  /**
   * Says why it stopped.
   *
   * @param projection the projection's name
   * @param checkpoint the position that its read model has reached
   * @param failure why it stopped
   */
  public ProjectionStopped(String projection, long checkpoint, ProjectionFailure failure) {
    super(
        "the projection '"
            + projection
            + "' stopped at position "
            + checkpoint
            + ": "
            + failure
            + ". Mend the cause and start it again",
        failure.cause());
    this.projection = Objects.requireNonNull(projection, "projection");
    this.failure = failure;
  }

  /**
   * Returns the projection's name.
   *
   * @return the projection's name
   */
  public String projection() {
    return projection;
  }

  /**
   * Returns why it stopped.
   *
   * @return why it stopped
   */
  public ProjectionFailure failure() {
    return failure;
  }
}
