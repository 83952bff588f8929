package io.counterfoil.projection;

import io.counterfoil.store.RecordedEvent;
import java.util.List;

/**
 * Only decodes events, for what cannot be tried without being done.
 *
 * @param position up to where
 */
record DecodingStage(long position) implements Replaying.Stage {
  @Override
  public boolean isParked(RecordedEvent event) {
    return false;
  }

  @Override
  public void apply(List<RecordedEvent> events) {
    events.forEach(RecordedEvent::payloads);
  }
}
