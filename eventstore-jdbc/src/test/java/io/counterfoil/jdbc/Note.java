package io.counterfoil.jdbc;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** The events of these tests. */
public sealed interface Note extends Event {
  EventTypes TYPES = EventTypes.of(Note.class);
  Metadata META = Metadata.at(Instant.ofEpochMilli(1_717_250_000_000L));

  record Written(String text) implements Note {}

  record Erased(long times) implements Note {}

  static StreamId stream(String id) {
    return new StreamId("note", id);
  }

  static Append written(StreamId stream, ExpectedVersion expected, String... texts) {
    return Append.of(stream, expected, List.of(texts).stream().map(Written::new).toList(), META);
  }

  static Append written(StreamId stream, int events) {
    return Append.of(
        stream,
        ExpectedVersion.any(),
        IntStream.rangeClosed(1, events).mapToObj(n -> new Written("text " + n)).toList(),
        META);
  }
}
