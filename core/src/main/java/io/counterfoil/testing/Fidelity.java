package io.counterfoil.testing;

import io.counterfoil.Aggregate;
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
   * The state after a decision must be the one from before it. A fresh fold stands for "before";
   * states without an equals of their own are told apart by identity and cannot be compared.
   */
  static <S> void requireUnchanged(Aggregate<?, S, ?> aggregate, S decidedOn, S fresh) {
    if (hasEquals(fresh.getClass()) && !fresh.equals(decidedOn)) {
      throw new AssertionError(
          "a handler of '"
              + aggregate.type()
              + "' changed the state it decided on; it must only read it:\n  before  "
              + fresh
              + "\n  after   "
              + decidedOn);
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

  private static boolean hasEquals(Class<?> type) {
    try {
      return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every class has equals", e);
    }
  }
}
