package io.counterfoil.projection;

import java.util.Objects;

/** Says that an order to replay or to repair a read model makes no sense for it. */
public final class ReplayRefused extends ProjectionException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  /**
   * Says why.
   *
   * @param projection the projection's name
   * @param why what stands against it, and what to do
   */
  public ReplayRefused(String projection, String why) {
    super(why, null);
    this.projection = Objects.requireNonNull(projection, "projection");
  }

  /**
   * Returns the projection's name.
   *
   * @return the projection's name
   */
  public String projection() {
    return projection;
  }
}
