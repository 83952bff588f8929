package io.counterfoil.projection;

import java.time.Duration;
import java.util.Objects;

/** Says that a read model did not come as far as was awaited in the time that was given. */
public final class ProjectionTimeout extends ProjectionException {
  private static final long serialVersionUID = 1L;

  private final String projection;
  private final long checkpoint;
  private final long wanted;
  private final Duration elapsed;

  /**
   * Says how far it came.
   *
   * @param projection the projection's name
   * @param state what the projection was doing
   * @param checkpoint the position that it has reached
   * @param wanted the position that was awaited
   * @param elapsed how long was waited
   */
  public ProjectionTimeout(
      String projection, ProjectionState state, long checkpoint, long wanted, Duration elapsed) {
    super(
        "the projection '"
            + projection
            + "' ("
            + state
            + ") stands at position "
            + checkpoint
            + " and did not reach "
            + wanted
            + " in "
            + elapsed.toMillis()
            + " ms",
        null);
    this.projection = Objects.requireNonNull(projection, "projection");
    this.checkpoint = checkpoint;
    this.wanted = wanted;
    this.elapsed = elapsed;
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
   * Returns the position that the read model has reached.
   *
   * @return a position, 0 for none
   */
  public long checkpoint() {
    return checkpoint;
  }

  /**
   * Returns the position that was awaited.
   *
   * @return a position
   */
  public long wanted() {
    return wanted;
  }

  /**
   * Returns how long was waited.
   *
   * @return how long was waited
   */
  public Duration elapsed() {
    return elapsed;
  }
}
