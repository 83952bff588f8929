package io.counterfoil.store;

import io.counterfoil.CommandRejected;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Holds a business "no" as data, so that it can be stored and said again. Immutable.
 *
 * @param code the short name of the reason
 * @param message a sentence for people
 * @param data what the decision rested on, as {@link CommandRejected#data()} has it
 */
public record Rejection(String code, String message, Map<String, Object> data) {

  /** Checks and copies. */
  public Rejection {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    data = Collections.unmodifiableMap(new TreeMap<>(data));
  }

  /**
   * Takes the data of a rejection.
   *
   * @param rejected what a handler threw
   * @return its code, message and data
   */
  public static Rejection of(CommandRejected rejected) {
    return new Rejection(
        rejected.code(), Objects.requireNonNull(rejected.getMessage()), rejected.data());
  }

  /**
   * Says "no" again.
   *
   * @return a rejection with the same code, message and data, marked as repeated, to be thrown
   */
  public CommandRejected toException() {
    return CommandRejected.again(code, message, data);
  }
}
