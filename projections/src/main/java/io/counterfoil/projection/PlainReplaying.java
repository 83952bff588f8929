package io.counterfoil.projection;

import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes into a sink again what was written there before; handlers must bear that in any case. */
final class PlainReplaying implements Replaying {
  private final PlainReadModel readModel;
  private final CheckpointStore checkpoints;
  private final CheckpointId id;

  PlainReplaying(PlainReadModel readModel, CheckpointStore checkpoints, CheckpointId id) {
    this.readModel = readModel;
    this.checkpoints = checkpoints;
    this.id = id;
  }

  @Override
  public ReplayResult again(Work work) {
    long position = checkpoints.find(id).map(Checkpoint::position).orElse(0L);
    Map<StreamId, Long> parked = new HashMap<>();
    checkpoints
        .parked(id)
        .forEach(event -> parked.merge(event.stream(), event.position(), Math::min));
    return work.on(new SinkStage(readModel, position, parked));
  }

  @Override
  public ReplayResult repair(StreamId aggregate, Work work) {
    throw new ReplayRefused(
        id.projection(),
        "the projection '"
            + id.projection()
            + "' writes into a sink from which nothing removes what came of one aggregate. Give it"
            + " the aggregate's events again by replay(\""
            + id.projection()
            + "\").stream(...).run()");
  }

  /** What a sink is given, it keeps: so handlers are not called. */
  @Override
  public ReplayResult rehearse(long head, Work work) {
    return work.on(new DecodingStage(head));
  }

  private record SinkStage(PlainReadModel readModel, long position, Map<StreamId, Long> parked)
      implements Stage {
    @Override
    public boolean isParked(RecordedEvent event) {
      return event.position() >= parked.getOrDefault(event.stream(), Long.MAX_VALUE);
    }

    @Override
    public void apply(List<RecordedEvent> events) throws Exception {
      readModel.writeAgain(
          new Batch(
              events.get(0).position() - 1, events.get(events.size() - 1).position(), events));
    }
  }
}
