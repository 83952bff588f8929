package io.counterfoil.memory.broken;

import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.Optional;
import java.util.function.Consumer;

/** Snapshot stores with one flaw each; in all else they pass on to a sound one. */
abstract class FlawedSnapshots implements SnapshotStore {
  private final SnapshotStore sound;

  FlawedSnapshots(SnapshotStore sound) {
    this.sound = sound;
  }

  SnapshotStore sound() {
    return sound;
  }

  @Override
  public Optional<Snapshot> newestBelow(StreamId stream, int stateVersion, long sequence) {
    return sound.newestBelow(stream, stateVersion, sequence);
  }

  @Override
  public void save(Snapshot snapshot) {
    sound.save(snapshot);
  }

  @Override
  public void discard(StreamId stream, int stateVersion, long sequence) {
    sound.discard(stream, stateVersion, sequence);
  }

  @Override
  public void delete(StreamId stream) {
    sound.delete(stream);
  }

  @Override
  public void deleteAll() {
    sound.deleteAll();
  }

  @Override
  public void readStreams(Consumer<? super StreamId> consumer) {
    sound.readStreams(consumer);
  }

  /** What is saved replaces what was there, whichever is newer. */
  static final class KeepsTheLast extends FlawedSnapshots {
    KeepsTheLast(SnapshotStore sound) {
      super(sound);
    }

    @Override
    public void save(Snapshot snapshot) {
      sound()
          .newest(snapshot.stream(), snapshot.stateVersion())
          .ifPresent(kept -> sound().discard(kept.stream(), kept.stateVersion(), kept.sequence()));
      sound().save(snapshot);
    }
  }

  /** The schema version of a state is not looked at. */
  static final class MixesVersions extends FlawedSnapshots {
    MixesVersions(SnapshotStore sound) {
      super(sound);
    }

    @Override
    public Optional<Snapshot> newestBelow(StreamId stream, int stateVersion, long sequence) {
      return sound().newestBelow(stream, 1, sequence);
    }

    @Override
    public void save(Snapshot snapshot) {
      sound()
          .save(
              new Snapshot(
                  snapshot.stream(),
                  1,
                  snapshot.sequence(),
                  snapshot.lastEventId(),
                  snapshot.state()));
    }
  }

  /** One that is useless takes the others with it. */
  static final class DiscardsTooMuch extends FlawedSnapshots {
    DiscardsTooMuch(SnapshotStore sound) {
      super(sound);
    }

    @Override
    public void discard(StreamId stream, int stateVersion, long sequence) {
      sound().delete(stream);
    }
  }

  /** A stream comes once for each of its versions. */
  static final class NamesStreamsTwice extends FlawedSnapshots {
    NamesStreamsTwice(SnapshotStore sound) {
      super(sound);
    }

    @Override
    public void readStreams(Consumer<? super StreamId> consumer) {
      sound().readStreams(consumer);
      sound()
          .readStreams(
              stream -> {
                if (sound().newest(stream, 2).isPresent()) {
                  consumer.accept(stream);
                }
              });
    }
  }
}
