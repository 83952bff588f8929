package io.counterfoil.testing;

import io.counterfoil.Event;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.UnreadablePayload;

/** The checks that every test makes without being asked. */
final class Fidelity {
  private Fidelity() {}

  static void requireSurvives(EventTypes types, Event event) {
    Event back;
    try {
      back = types.decode(types.encode(event));
    } catch (UnreadablePayload e) {
      throw new AssertionError("the event " + event + " cannot be stored: " + e.getMessage(), e);
    }
    if (!back.equals(event)) {
      throw new AssertionError(
          "the event does not survive being stored and read back:\n  stored  "
              + event
              + "\n  read    "
              + back);
    }
  }

  /**
   * Describes a state, so that a later look tells whether it was changed in place: by its JSON, or
   * by its {@code toString} where it has no such form.
   */
  static String imageOf(EventTypes types, Object state) {
    try {
      return types.codec().encode(state);
    } catch (UnreadablePayload e) {
      return state.toString();
    }
  }

  static void requireUnchanged(String who, String before, String after) {
    if (!before.equals(after)) {
      throw new AssertionError(
          who
              + " changed the state that it was given; it must only read it:\n  before  "
              + before
              + "\n  after   "
              + after);
    }
  }

  static <E extends Event> void requireSame(Answer<E> first, Answer<E> second) {
    if (!first.agreesWith(second)) {
      throw new AssertionError(
          "a handler is not pure: the same command on the same state gave first\n  "
              + first.describe()
              + "\nand then\n  "
              + second.describe());
    }
  }
}
