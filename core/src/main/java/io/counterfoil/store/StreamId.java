package io.counterfoil.store;

import io.counterfoil.text.StorableText;
import java.util.Objects;

/**
 * Names a stream: the events of one aggregate instance. Immutable.
 *
 * @param aggregateType the aggregate type, 1 to 255 characters
 * @param aggregateId the aggregate id, 1 to 255 characters; any text but U+0000 and broken
 *     surrogate pairs
 */
public record StreamId(String aggregateType, String aggregateId) {
  private static final int LONGEST = 255;

  /**
   * Checks both halves.
   *
   * @throws IllegalArgumentException if a half is empty, too long, or not storable
   */
  public StreamId {
    Objects.requireNonNull(aggregateType, "aggregateType");
    Objects.requireNonNull(aggregateId, "aggregateId");
    require(aggregateType, "the aggregate type");
    require(aggregateId, "the aggregate id");
  }

  private static void require(String half, String what) {
    if (half.isEmpty() || half.length() > LONGEST) {
      throw new IllegalArgumentException(
          what + " must have 1 to " + LONGEST + " characters, but has " + half.length());
    }
    String flaw = StorableText.flawOf(half);
    if (!flaw.isEmpty()) {
      throw new IllegalArgumentException(what + " " + flaw);
    }
  }

  /** Returns both halves with a slash between them, for people. */
  @Override
  public String toString() {
    return aggregateType + "/" + aggregateId;
  }
}
