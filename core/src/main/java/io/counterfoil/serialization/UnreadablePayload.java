package io.counterfoil.serialization;

import java.util.Objects;

/**
 * Says that a payload cannot be written, or that stored text cannot be read as the type it should
 * have. The message names the type and the place inside it, never a value: payloads do not reach
 * logs.
 */
public final class UnreadablePayload extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String reason;

  /**
   * Says what cannot be read or written, and why.
   *
   * @param type the logical name or the class
   * @param reason what is wrong and where, without any value
   */
  public UnreadablePayload(String type, String reason) {
    super("the payload of " + type + " cannot be read or written: " + reason);
    this.type = Objects.requireNonNull(type, "type");
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /**
   * Returns what cannot be read or written.
   *
   * @return the logical name or the class
   */
  public String type() {
    return type;
  }

  /**
   * Returns what is wrong and where.
   *
   * @return what is wrong and where, without any value
   */
  public String reason() {
    return reason;
  }
}
