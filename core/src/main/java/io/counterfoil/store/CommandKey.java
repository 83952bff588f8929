package io.counterfoil.store;

import io.counterfoil.text.StorableText;
import java.util.Objects;

/**
 * Identifies a command across redeliveries. Immutable.
 *
 * @param value the idempotency key, unique inside its stream, 1 to 255 characters
 * @param fingerprint tells this command from others under the same key, 1 to 255 characters
 */
public record CommandKey(String value, String fingerprint) {
  private static final int LONGEST = 255;

  /**
   * Checks the key.
   *
   * @throws IllegalArgumentException if key or fingerprint is empty, too long or not storable
   */
  public CommandKey {
    require(Objects.requireNonNull(value, "value"), "an idempotency key");
    require(Objects.requireNonNull(fingerprint, "fingerprint"), "a fingerprint");
  }

  private static void require(String text, String what) {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          what + " must have 1 to " + LONGEST + " characters, but has " + text.length());
    }
    String flaw = StorableText.flawOf(text);
    if (!flaw.isEmpty()) {
      throw new IllegalArgumentException(what + " " + flaw);
    }
  }
}
