package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;

/** Has an empty store before each test, and the few words that the tests are written in. */
abstract class StoreSuite {
  static final StreamId STREAM = new StreamId("order", "o-1");
  static final StreamId OTHER = new StreamId("order", "o-2");
  static final Metadata META = Metadata.at(Instant.parse("2024-06-01T16:40:00.123Z"));

  EventStore store;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void openStore() {
    store = emptyStore(Sample.types());
  }

  static Event counted(long amount) {
    return new Sample.Counted(amount);
  }

  /** Events with the amounts from 1 up to a number. */
  static List<Event> counted1To(int number) {
    return LongStream.rangeClosed(1, number).mapToObj(StoreSuite::counted).toList();
  }

  static NewEvent newEvent(Event payload) {
    return new NewEvent(UUID.randomUUID(), payload, META);
  }

  static Append appendOf(StreamId stream, ExpectedVersion expected, Event... events) {
    return Append.of(stream, expected, List.of(events), META);
  }

  static Append appendOf(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {
    return new Append(stream, expected, events, Optional.empty(), Optional.empty());
  }

  AppendResult append(StreamId stream, Event... events) {
    return store.append(appendOf(stream, ExpectedVersion.any(), events));
  }

  AppendResult append(StreamId stream, List<Event> events) {
    return store.append(Append.of(stream, ExpectedVersion.any(), events, META));
  }

  List<RecordedEvent> log(EventQuery query) {
    List<RecordedEvent> events = new ArrayList<>();
    store.readLog(query, events::add);
    return events;
  }

  List<RecordedEvent> log() {
    return log(EventQuery.after(0));
  }

  static List<Long> amounts(List<RecordedEvent> events) {
    return events.stream().map(StoreSuite::amount).toList();
  }

  static long amount(RecordedEvent event) {
    assertThat(event.payload()).isInstanceOf(Sample.Counted.class);
    return ((Sample.Counted) event.payload()).amount();
  }

  static List<Long> sequences(List<RecordedEvent> events) {
    return events.stream().map(RecordedEvent::sequence).toList();
  }

  static List<Long> positions(List<RecordedEvent> events) {
    return events.stream().map(RecordedEvent::position).toList();
  }

  static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  /** Compares all that an event has with what was appended. */
  static void assertStored(
      RecordedEvent actual, StreamId stream, long sequence, NewEvent appended) {
    assertThat(actual.stream()).isEqualTo(stream);
    assertThat(actual.sequence()).isEqualTo(sequence);
    assertThat(actual.position()).isPositive();
    assertThat(actual.eventId()).isEqualTo(appended.eventId());
    assertThat(actual.type()).isEqualTo(appended.payload().getClass().getSimpleName());
    assertThat(actual.schemaVersion()).isEqualTo(1);
    assertThat(actual.metadata()).isEqualTo(appended.metadata());
    assertThat(actual.payload()).isEqualTo(appended.payload());
  }

  void assertNothingStored() {
    assertThat(log()).isEmpty();
    assertThat(store.status().events()).isZero();
    assertThat(store.status().streams()).isZero();
  }
}
