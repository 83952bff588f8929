package io.counterfoil.transfer;

import io.counterfoil.store.EventIntake;
import io.counterfoil.store.StreamId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Knows the last sequences of the streams used last, and asks the store for those of others. */
final class StreamHeads {
  private static final int MOST = 100_000;

  private final EventIntake intake;
  private final LinkedHashMap<StreamId, Long> known = new LinkedHashMap<>(16, 0.75f, true);

  StreamHeads(EventIntake intake) {
    this.intake = intake;
  }

  /** Answers the last sequence of each of some streams, 0 for one without events. */
  Map<StreamId, Long> of(Set<StreamId> streams) {
    Map<StreamId, Long> heads = new HashMap<>();
    Set<StreamId> unknown = new HashSet<>();
    for (StreamId stream : streams) {
      Long head = known.get(stream);
      if (head == null) {
        unknown.add(stream);
      }
      heads.put(stream, head == null ? 0 : head);
    }
    if (!unknown.isEmpty()) {
      heads.putAll(intake.heads(unknown));
    }
    return heads;
  }

  /** Takes note of what is stored now. */
  void are(Map<StreamId, Long> heads) {
    known.putAll(heads);
    var eldest = known.keySet().iterator();
    while (known.size() > MOST) {
      eldest.next();
      eldest.remove();
    }
  }
}
