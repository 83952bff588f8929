package io.counterfoil.memory.broken;

import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores that keep the outcomes of keys wrongly. */
final class FlawedKeys {
  private FlawedKeys() {}

  /** The outcome of a rejection is not stored. */
  static final class ForgetsRejections extends FlawedStore {
    ForgetsRejections(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      return sound.append(append.rejection().isPresent() ? without(append) : append);
    }
  }

  /** The version is looked at before the key. */
  static final class LooksAtTheVersionFirst extends FlawedStore {
    LooksAtTheVersionFirst(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      long head = sound.events(append.stream()).size();
      if (!append.expected().isMetBy(head)) {
        throw new ConcurrencyConflict(append.stream(), append.expected(), head);
      }
      return sound.append(append);
    }
  }

  /** A key that was decided a moment ago is decided again, now and then. */
  static final class DecidesAKeyTwice extends FlawedStore {
    private final AtomicInteger refusals = new AtomicInteger();

    DecidesAKeyTwice(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      try {
        return sound.append(append);
      } catch (KeyAlreadyDecided e) {
        if (refusals.incrementAndGet() % 15 == 0) {
          return sound.append(without(with(append, ExpectedVersion.any(), append.events())));
        }
        throw e;
      }
    }
  }

  /** A failed append leaves an outcome behind. */
  static final class StoresOutcomesOfFailedAppends extends FlawedStore {
    StoresOutcomesOfFailedAppends(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      try {
        return sound.append(append);
      } catch (ConcurrencyConflict e) {
        sound.append(with(append, ExpectedVersion.any(), List.of()));
        throw e;
      }
    }
  }

  /** Keys differ by more than their case only. */
  static final class FoldsTheCaseOfKeys extends FlawedStore {
    FoldsTheCaseOfKeys(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      return sound.append(
          append.key().map(FoldsTheCaseOfKeys::fold).map(append::withKey).orElse(append));
    }

    @Override
    public Optional<Outcome> outcome(StreamId stream, String key) {
      return sound.outcome(stream, key.toLowerCase(Locale.ROOT));
    }

    private static CommandKey fold(CommandKey key) {
      return new CommandKey(key.value().toLowerCase(Locale.ROOT), key.fingerprint());
    }
  }
}
