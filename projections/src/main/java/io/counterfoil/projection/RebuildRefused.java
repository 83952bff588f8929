package io.counterfoil.projection;

import java.util.Objects;

/** Says that an order to rebuild or to drop a read model makes no sense as things stand. */
public final class RebuildRefused extends ProjectionException {
  private static final long serialVersionUID = 1L;

  private final String projection;

  /**
   * Says why.
   *
   * @param projection the projection's name
   * @param why what stands against it, and what to do
   */
  public RebuildRefused(String projection, String why) {
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
