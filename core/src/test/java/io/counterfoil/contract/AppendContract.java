package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Event;
import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoreStatus;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an append stores, and that it stores all or nothing. */
abstract class AppendContract extends StoreSuite {

  @Test
  void beginsEmpty() {
    assertThat(store.events(STREAM)).isEmpty();
    assertThat(log()).isEmpty();
    assertThat(store.status()).isEqualTo(new StoreStatus(0, 0, 0));
    assertThat(store.head()).isZero();
  }

  @Test
  void storesEventsInOrderBehindOneAnother() {
    List<NewEvent> first = List.of(newEvent(counted(1)), newEvent(counted(2)));
    List<NewEvent> second = List.of(newEvent(counted(3)));

    store.append(appendOf(STREAM, ExpectedVersion.none(), first));
    store.append(appendOf(STREAM, ExpectedVersion.exactly(2), second));

    assertThat(store.events(STREAM))
        .satisfiesExactly(
            event -> assertStored(event, STREAM, 1, first.get(0)),
            event -> assertStored(event, STREAM, 2, first.get(1)),
            event -> assertStored(event, STREAM, 3, second.get(0)));
  }

  @Test
  void returnsTheEventsAsTheyAreStored() {
    append(STREAM, counted(1));
    List<NewEvent> events = List.of(newEvent(counted(2)), newEvent(new Sample.Noted("three")));

    AppendResult result = store.append(appendOf(STREAM, ExpectedVersion.any(), events));

    assertThat(result.stream()).isEqualTo(STREAM);
    assertThat(result.lastSequence()).isEqualTo(3);
    assertThat(result.events())
        .satisfiesExactly(
            event -> assertStored(event, STREAM, 2, events.get(0)),
            event -> assertStored(event, STREAM, 3, events.get(1)));
    List<RecordedEvent> read = store.events(STREAM).subList(1, 3);
    assertThat(positions(result.events())).isEqualTo(positions(read));
    assertThat(result.events().stream().map(RecordedEvent::data))
        .isEqualTo(read.stream().map(RecordedEvent::data).toList());
  }

  @Test
  void givesPositionsThatGrowOverAllStreams() {
    AppendResult first = append(STREAM, counted(1), counted(2));
    AppendResult second = append(OTHER, counted(3));
    AppendResult third = append(STREAM, counted(4), counted(5));

    List<Long> positions =
        Stream.of(first, second, third)
            .flatMap(result -> positions(result.events()).stream())
            .toList();
    assertThat(positions).isSorted().doesNotHaveDuplicates();
    assertThat(positions.get(0)).isPositive();
    assertThat(positions(log())).isEqualTo(positions);
  }

  @Test
  void countsEventsStreamsAndTheHead() {
    append(STREAM, counted(1), counted(2));
    AppendResult last = append(OTHER, counted(3));

    long head = last.events().get(0).position();
    assertThat(store.status()).isEqualTo(new StoreStatus(3, 2, head));
    assertThat(store.head()).isEqualTo(head);
  }

  @Test
  void storesNothingWhenThereAreNoEvents() {
    AppendResult onNone = append(OTHER);
    append(STREAM, counted(1), counted(2));
    AppendResult onTwo = append(STREAM);

    assertThat(onNone).isEqualTo(new AppendResult(OTHER, 0, List.of()));
    assertThat(onTwo).isEqualTo(new AppendResult(STREAM, 2, List.of()));
    assertThat(store.status().events()).isEqualTo(2);
    assertThat(store.status().streams()).isEqualTo(1);
  }

  @Test
  void storesABatchOf1000Events() {
    AppendResult result = append(STREAM, counted1To(1_000));

    assertThat(sequences(result.events())).isEqualTo(upTo(1_000));
    assertThat(amounts(store.events(STREAM))).isEqualTo(upTo(1_000));
    assertThat(amounts(log())).isEqualTo(upTo(1_000));
  }

  @Test
  void refusesAnEventIdThatIsTakenInTheSameStream() {
    NewEvent taken = newEvent(counted(1));
    store.append(appendOf(STREAM, ExpectedVersion.any(), List.of(taken)));

    assertDuplicate(taken, List.of(newEvent(counted(2)), again(taken), newEvent(counted(3))));
  }

  @Test
  void refusesAnEventIdThatIsTakenInAnotherStream() {
    NewEvent taken = newEvent(counted(1));
    store.append(appendOf(OTHER, ExpectedVersion.any(), List.of(taken)));

    assertDuplicate(taken, List.of(newEvent(counted(2)), again(taken), newEvent(counted(3))));
  }

  @Test
  void refusesTwoEqualEventIdsInOneAppend() {
    NewEvent twice = newEvent(counted(1));

    assertDuplicate(twice, List.of(twice, newEvent(counted(2)), again(twice)));
  }

  @Test
  void looksAtEventIdsBeforeTheVersion() {
    NewEvent taken = newEvent(counted(1));
    store.append(appendOf(STREAM, ExpectedVersion.any(), List.of(taken)));

    assertThatThrownBy(
            () -> store.append(appendOf(STREAM, ExpectedVersion.none(), List.of(again(taken)))))
        .isInstanceOf(DuplicateEventId.class);
  }

  private static NewEvent again(NewEvent event) {
    return new NewEvent(event.eventId(), counted(99), META);
  }

  private void assertDuplicate(NewEvent taken, List<NewEvent> events) {
    List<RecordedEvent> before = log();

    assertThatThrownBy(() -> store.append(appendOf(STREAM, ExpectedVersion.any(), events)))
        .isInstanceOfSatisfying(
            DuplicateEventId.class,
            duplicate -> {
              assertThat(duplicate.eventId()).isEqualTo(taken.eventId());
              assertThat(duplicate.stream()).isEqualTo(STREAM);
            });

    assertThat(log()).isEqualTo(before);
    assertNextAppendHasNoHoleBefore(store.events(STREAM).size());
  }

  private void assertNextAppendHasNoHoleBefore(int head) {
    AppendResult next = append(STREAM, counted(100));
    assertThat(next.lastSequence()).isEqualTo(head + 1);
    assertThat(sequences(store.events(STREAM))).isEqualTo(upTo(head + 1));
  }

  @Test
  void refusesAnUnknownEventTypeInTheMiddleOfABatch() {
    Event stranger = new Sample.Stranger("not registered");

    assertThatThrownBy(() -> append(STREAM, counted(1), stranger, counted(2)))
        .isInstanceOf(UnknownEventType.class);

    assertNothingStored();
    assertNextAppendHasNoHoleBefore(0);
  }

  /** A store that keeps objects may take it, but then all of the batch. */
  @Test
  void storesNothingOrAllWhenAnEventCannotBeWritten() {
    Event unwritable = new Sample.Unwritable("in the middle");
    int stored = 3;
    try {
      append(STREAM, counted(1), unwritable, counted(2));
    } catch (UnreadablePayload e) {
      stored = 0;
    }

    assertThat(store.events(STREAM)).hasSize(stored);
    assertThat(log()).hasSize(stored);
    assertNextAppendHasNoHoleBefore(stored);
  }

  @Test
  void keepsAPayloadOfOneMebibyte() {
    String text = "0123456789abcde\u20ac".repeat(1 << 16);

    AppendResult result = append(STREAM, counted(1), new Sample.Noted(text), counted(2));

    assertThat(result.lastSequence()).isEqualTo(3);
    RecordedEvent read = store.events(STREAM).get(1);
    assertThat(read.payload().equals(new Sample.Noted(text))).isTrue();
    assertThat(log().get(1).data().equals(read.data())).isTrue();
  }

  @Test
  void keepsManyIdsApartThatDifferInOneBit() {
    UUID first = new UUID(0x0123_4567_89ab_4defL, 0x8000_0000_0000_0000L);
    List<NewEvent> events =
        IntStream.range(0, 62)
            .mapToObj(
                bit ->
                    new NewEvent(
                        new UUID(
                            first.getMostSignificantBits(),
                            first.getLeastSignificantBits() ^ (1L << bit)),
                        counted(bit),
                        META))
            .toList();

    store.append(appendOf(STREAM, ExpectedVersion.none(), events));

    assertThat(store.events(STREAM).stream().map(RecordedEvent::eventId))
        .isEqualTo(events.stream().map(NewEvent::eventId).toList());
  }
}
