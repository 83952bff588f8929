package io.counterfoil.testing;

import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.serialization.EventCodec;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.UnreadablePayload;
import java.util.List;

/**
 * Checks that a snapshot may be taken behind each event: the state is written, read back, and the
 * events since are folded into it. That must give the state of a full replay, and the same decision
 * on the command.
 */
final class SnapshotFidelity<C, S, E extends Event> {
  /** Of a longer history as many cuts are tried, spread evenly, the first and the last included. */
  static final int MOST_CUTS = 100;

  private static final String REMEDY =
      "\n(of an aggregate that never has snapshots, say withoutSnapshots())";

  private final Aggregate<C, S, E> aggregate;
  private final EventCodec codec;
  private final Images images;

  SnapshotFidelity(Aggregate<C, S, E> aggregate, EventTypes types, Images images) {
    this.aggregate = aggregate;
    this.codec = types.codec();
    this.images = images;
  }

  /** Tells whether a bus would keep snapshots of such states at all. */
  boolean isPossible() {
    return images.isWritable(aggregate.stateType());
  }

  void requirePossible() {
    try {
      codec.check(aggregate.stateType());
    } catch (IllegalArgumentException e) {
      throw new Unfaithful(
          "no snapshots of '"
              + aggregate.type()
              + "' can be taken, since its state cannot be written: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Checks all cuts.
   *
   * @param events all events, those that a command has given included
   * @param states the states behind them, the first that before any
   */
  void require(List<E> events, List<S> states) {
    int end = events.size();
    for (int i = 0; i < Math.min(end, MOST_CUTS); i++) {
      int cut = cut(i, end);
      S restored = restored(states.get(cut), cut);
      requireSame("a snapshot behind event " + cut, states.get(cut), restored);
      S state = restored;
      for (E event : events.subList(cut, end)) {
        state = aggregate.apply(state, event);
      }
      requireSame(
          "a snapshot behind event " + cut + " and the events since", states.get(end), state);
    }
  }

  /**
   * Checks that a decision does not depend on whether the state comes from a snapshot.
   *
   * @param decided the decision
   * @param given the events that the state was folded from
   * @param states the states behind them, the first that before any
   */
  void requireSameDecision(Watched.Decided<C, E> decided, List<E> given, List<S> states) {
    int end = given.size();
    for (int i = 0; i < Math.min(end, MOST_CUTS); i++) {
      int cut = cut(i, end);
      S state = restored(states.get(cut), cut);
      for (E event : given.subList(cut, end)) {
        state = aggregate.apply(state, event);
      }
      S loaded = state;
      Answer<E> answer =
          Answer.of(
              () ->
                  aggregate.answer(decided.command(), loaded, decided.closed(), decided.context()));
      if (!answer.agreesWith(decided.answer())) {
        throw new Unfaithful(
            "with a snapshot behind event "
                + cut
                + " the command is decided otherwise:\n  replayed  "
                + decided.answer().describe()
                + "\n  restored  "
                + answer.describe()
                + REMEDY);
      }
    }
  }

  /** Spreads the cuts over 1 to end. */
  private static int cut(int index, int end) {
    return end <= MOST_CUTS ? index + 1 : 1 + (int) ((long) index * (end - 1) / (MOST_CUTS - 1));
  }

  private S restored(S state, int cut) {
    try {
      return codec.decode(codec.encode(state, aggregate.stateType()), aggregate.stateType());
    } catch (UnreadablePayload e) {
      throw new Unfaithful(
          "the state behind event "
              + cut
              + " cannot be kept as a snapshot:\n  state  "
              + state
              + "\n  "
              + e.getMessage()
              + REMEDY,
          e);
    }
  }

  private void requireSame(String what, S replayed, S restored) {
    if (!images.areSame(replayed, restored)) {
      throw new Unfaithful(
          what
              + " gives another state than a full replay:\n  replayed  "
              + replayed
              + "\n  restored  "
              + restored
              + REMEDY);
    }
  }
}
