package io.counterfoil;

import io.counterfoil.text.StorableText;
import java.util.Map;
import java.util.Objects;

/**
 * Says a business "no" to a command: thrown by a {@link CommandHandler} before any event exists.
 *
 * <p>A rejection is an answer, not a failure: it appends nothing, is never retried, and has no
 * stack trace. A domain extends this class for the rejections that its callers tell apart.
 *
 * <p>A rejection under an idempotency key is stored. When the command is sent again, that first
 * answer is thrown once more, as a plain {@code CommandRejected} with the same {@link #code()},
 * message and {@link #data()}: so tell rejections apart by their code, not by their class.
 */
public class CommandRejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final transient Map<String, Object> data;
  private final boolean repeated;

  /**
   * Rejects a command.
   *
   * @param code a short name that never changes, such as {@code insufficient-funds}
   * @param message a sentence for people
   * @param data what the decision rested on. Whole numbers are kept as {@code Long} (or {@code
   *     BigDecimal} beyond its range), other numbers as {@code BigDecimal}, {@code Boolean} as it
   *     is, an enum by its name and everything else by its {@code toString}: the same values come
   *     back when the rejection is repeated from a store. What no store keeps (U+0000, half a
   *     surrogate pair) becomes U+FFFD
   * @throws IllegalArgumentException if the code or a name in the data is empty or longer than 255
   *     characters, or if the message, or all data together, are longer than 65,536 characters
   */
  public CommandRejected(String code, String message, Map<String, ?> data) {
    this(code, message, data, false);
  }

  private CommandRejected(String code, String message, Map<String, ?> data, boolean repeated) {
    super(storable(message), null, false, false);
    this.code = Objects.requireNonNull(code, "code");
    if (code.isEmpty() || code.length() > 255) {
      throw new IllegalArgumentException(
          "the code of a rejection must have 1 to 255 characters, but has " + code.length());
    }
    String flaw = StorableText.flawOf(code);
    if (!flaw.isEmpty()) {
      throw new IllegalArgumentException("the code of a rejection " + flaw);
    }
    this.data = RejectionData.normalise(data);
    this.repeated = repeated;
  }

  private static String storable(String message) {
    if (Objects.requireNonNull(message, "message").length() > RejectionData.LONGEST) {
      throw new IllegalArgumentException(
          "the message of a rejection has at most "
              + RejectionData.LONGEST
              + " characters, but this one has "
              + message.length());
    }
    return StorableText.madeStorable(message);
  }

  /**
   * Says a stored "no" again.
   *
   * @param code the short name of the reason
   * @param message a sentence for people
   * @param data what the decision rested on
   * @return a rejection that knows that it is {@link #repeated()}, to be thrown
   * @throws IllegalArgumentException if the code is empty or longer than 255 characters
   */
  public static CommandRejected again(String code, String message, Map<String, ?> data) {
    return new CommandRejected(code, message, data, true);
  }

  /**
   * Returns the short name of the reason.
   *
   * @return the short name of the reason; it never changes
   */
  public final String code() {
    return code;
  }

  /**
   * Returns what the decision rested on.
   *
   * @return values of type {@code String}, {@code Long}, {@code BigDecimal} and {@code Boolean}, in
   *     the order of their names; immutable
   */
  public final Map<String, Object> data() {
    return data;
  }

  /**
   * Tells whether this is the first answer to a command that was sent again under its key.
   *
   * @return true if the rejection comes from a store, false if a handler has just decided it
   */
  public final boolean repeated() {
    return repeated;
  }
}
