package io.counterfoil.jdbc;

import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Holds an append with its payloads encoded: done once, before any connection is taken. */
record EncodedAppend(Append append, List<EncodedEvent> payloads) {

  static EncodedAppend of(Append append, EventTypes types) {
    Objects.requireNonNull(append, "append");
    return new EncodedAppend(
        append, append.events().stream().map(event -> types.encode(event.payload())).toList());
  }

  static List<EncodedAppend> of(List<Append> appends, EventTypes types) {
    return appends.stream().map(append -> of(append, types)).toList();
  }

  static List<AppendResult> storedAt(
      List<EncodedAppend> appends, List<Places> places, EventTypes types) {
    List<AppendResult> results = new ArrayList<>(appends.size());
    for (int i = 0; i < appends.size(); i++) {
      results.add(appends.get(i).storedAt(places.get(i), types));
    }
    return results;
  }

  int size() {
    return payloads.size();
  }

  /** Says about how large it is, for bounds. */
  long characters() {
    return payloads.stream().mapToLong(payload -> payload.data().length()).sum();
  }

  NewEvent event(int index) {
    return append.events().get(index);
  }

  EncodedEvent payload(int index) {
    return payloads.get(index);
  }

  AppendResult storedAt(Places places, EventTypes types) {
    List<RecordedEvent> events = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      events.add(
          RecordedEvent.held(
              append.stream(), places.head() + i + 1, places.positions().get(i), event(i), types));
    }
    return new AppendResult(append.stream(), places.head() + size(), events);
  }

  /**
   * Tells where an append went.
   *
   * @param head the stream's last sequence before it
   * @param positions the positions of its events, in order
   */
  record Places(long head, List<Long> positions) {}
}
