package io.counterfoil.projection;

import java.util.Objects;

/**
 * Holds a document of a sink together with the newest event that is in it. Immutable, if the
 * content is.
 *
 * @param position the position of the newest event that was applied to it, 1 or more
 * @param part which payload of that event was applied last, from 0; above 0 only where upcasters
 *     have made several of one event
 * @param content what readers want
 * @param <D> the content
 */
public record Document<D>(long position, int part, D content) {

  /** Checks that nothing is null. */
  public Document {
    Objects.requireNonNull(content, "content");
  }

  boolean isBefore(long otherPosition, int otherPart) {
    return position < otherPosition || (position == otherPosition && part < otherPart);
  }
}
