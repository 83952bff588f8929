package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.serialization.EventCodec;
import io.counterfoil.store.StreamId;
import java.util.Optional;
import java.util.function.Consumer;

/** Compares what snapshots lead to with what the events alone do. */
final class SnapshotCheck {
  private final Snapshots snapshots;
  private final States states;

  SnapshotCheck(Snapshots snapshots, States states) {
    this.snapshots = snapshots;
    this.states = states.with(snapshots.strict());
  }

  <S> Optional<SnapshotDifference> check(Aggregate<?, S, ?> aggregate, StreamId stream) {
    EventCodec codec = snapshots.codec();
    Loaded<S> loaded = states.reload(aggregate, stream);
    S replayed = states.at(aggregate, stream, loaded.sequence());
    boolean same =
        loaded.state().getClass() == replayed.getClass()
            && codec.encode(loaded.state()).equals(codec.encode(replayed));
    return same ? Optional.empty() : Optional.of(new SnapshotDifference(stream, loaded.sequence()));
  }

  long checkAll(Aggregate<?, ?, ?> aggregate, Consumer<? super SnapshotDifference> found) {
    Tally tally = new Tally();
    snapshots
        .store()
        .readStreams(
            stream -> {
              if (stream.aggregateType().equals(aggregate.type())) {
                tally.checked++;
                check(aggregate, stream).ifPresent(found);
              }
            });
    return tally.checked;
  }

  private static final class Tally {
    private long checked;
  }
}
