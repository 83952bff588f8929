package io.counterfoil.store;

import io.counterfoil.CommandRejected;
import java.util.Map;
import java.util.Objects;

/**
 * Holds a business "no" as data, so that it can be stored and said again. Immutable.
 *
 * @param code the short name of the reason
 * @param message a sentence for people
 * @param data what the decision rested on, as {@link CommandRejected#data()} has it
 */
public record Rejection(String code, String message, Map<String, Object> data) {

  /**
   * Checks, copies, and brings the data into the types of {@link CommandRejected#data()}.
   *
   * @throws IllegalArgumentException if the code is empty or longer than 255 characters
   */
  public Rejection {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    // However a store keeps the values, they come back in the types that the domain was promised.
    data = new CommandRejected(code, message, data).data();
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
