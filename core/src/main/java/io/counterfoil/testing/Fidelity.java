package io.counterfoil.testing;

import io.counterfoil.Event;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.serialization.UnreadablePayload;

/** The checks that every test makes without being asked. */
final class Fidelity {
  private Fidelity() {}

  /** Answers what is read back, another instance. */
  static Event requireSurvives(EventTypes types, Event event) {
    Event back;
    try {
      back = types.decode(types.encode(event));
    } catch (UnreadablePayload | UnknownEventType e) {
      throw new Unfaithful("the event " + event + " cannot be stored: " + e.getMessage(), e);
    }
    if (!back.equals(event)) {
      requireComparable(types, event, back);
      throw new Unfaithful(
          "the event does not survive being stored and read back:\n  stored  "
              + event
              + "\n  read    "
              + back);
    }
    return back;
  }

  /** Where two that are read from one text are not equal, nothing can be said of an event. */
  private static void requireComparable(EventTypes types, Event event, Event back) {
    if (!types.decode(types.encode(event)).equals(back)) {
      throw new Unfaithful(
          "the event "
              + event
              + " cannot be compared: two that were read from the same text are not equal. An array"
              + " is equal to itself only: write equals and hashCode by java.util.Arrays, or take a"
              + " List");
    }
  }

  static void requireUnchanged(String who, String what, String before, String after) {
    if (!before.equals(after)) {
      throw new Unfaithful(
          who
              + " changed the "
              + what
              + " that it was given; it must only read it:\n  before  "
              + before
              + "\n  after   "
              + after);
    }
  }

  static <E extends Event> void requireSame(EventTypes types, Answer<E> first, Answer<E> second) {
    if (!first.agreesWith(second)) {
      first.events().forEach(event -> requireSurvives(types, event));
      throw new Unfaithful(
          "a handler is not pure: the same command on the same state gave first\n  "
              + first.describe()
              + "\nand then\n  "
              + second.describe());
    }
  }
}
