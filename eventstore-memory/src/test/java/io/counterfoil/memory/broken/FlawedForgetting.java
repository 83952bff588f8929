package io.counterfoil.memory.broken;

import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventStore;
import java.time.Instant;

/** Stores that forget outcomes wrongly. */
final class FlawedForgetting {
  private FlawedForgetting() {}

  /** Outcomes are forgotten whatever their age. */
  static final class ForgetsNewerOnes extends FlawedStore {
    ForgetsNewerOnes(EventStore sound) {
      super(sound);
    }

    @Override
    public long forgetOutcomes(Instant before) {
      return sound.forgetOutcomes(Instant.MAX);
    }
  }

  /** Nothing is forgotten, but it is counted as if it were. */
  static final class ForgetsNothing extends FlawedStore {
    private final EventStore counting;

    ForgetsNothing(EventStore sound) {
      super(sound);
      this.counting = InMemoryEventStore.of(sound.eventTypes());
    }

    @Override
    public AppendResult append(Append append) {
      AppendResult result = sound.append(append);
      counting.append(append);
      return result;
    }

    @Override
    public long forgetOutcomes(Instant before) {
      return counting.forgetOutcomes(before);
    }
  }

  /** How many were forgotten is not counted. */
  static final class ForgetsWithoutCounting extends FlawedStore {
    ForgetsWithoutCounting(EventStore sound) {
      super(sound);
    }

    @Override
    public long forgetOutcomes(Instant before) {
      return Math.min(1, sound.forgetOutcomes(before));
    }
  }
}
