package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Reading the log by stream and by time, alone and together with the other filters. */
abstract class LogFilterContract extends StoreSuite {
  private static final StreamId INVOICE = new StreamId("invoice", "o-1");
  private static final StreamId SHOUTED = new StreamId("order", "O-1");
  private static final Instant NOON = Instant.parse("2024-06-01T12:00:00.500Z");

  @Test
  void filtersByStream() {
    append(STREAM, counted(1), counted(2));
    append(INVOICE, counted(3));
    append(SHOUTED, counted(4));
    append(OTHER, counted(5));
    append(STREAM, counted(6));
    append(new StreamId("order", "o-1 "), counted(7));

    assertFiltered(EventFilter.ofStream(STREAM), 1, 2, 6);
    assertFiltered(EventFilter.ofStream(INVOICE), 3);
    assertFiltered(EventFilter.ofStream(SHOUTED), 4);
    assertFiltered(EventFilter.ofStream(new StreamId("order", "o-3")));
    assertFiltered(EventFilter.ofStream(new StreamId("order", "o_1")));
    assertFiltered(EventFilter.ofStream(new StreamId("order", "o%")));
  }

  @Test
  void filtersByStreamsOfTheLongestNames() {
    List<String> names =
        List.of("x".repeat(255), "\uD83D\uDE00".repeat(127) + "x", "'\"\\%_".repeat(51));
    for (String name : names) {
      append(new StreamId(name, name), counted(name.charAt(0)));
    }

    for (String name : names) {
      assertFiltered(EventFilter.ofStream(new StreamId(name, name)), name.charAt(0));
    }
  }

  @Test
  void filtersByTimeWithTheFirstMomentAndWithoutTheLast() {
    appendAt(STREAM, NOON.minusMillis(1), counted(1));
    appendAt(STREAM, NOON, counted(2));
    appendAt(OTHER, NOON, counted(3));
    appendAt(STREAM, NOON.plusMillis(1), counted(4));
    appendAt(STREAM, NOON.plusMillis(2), counted(5));

    assertFiltered(EventFilter.all().since(NOON), 2, 3, 4, 5);
    assertFiltered(EventFilter.all().until(NOON), 1);
    assertFiltered(EventFilter.all().since(NOON).until(NOON.plusMillis(1)), 2, 3);
    assertFiltered(EventFilter.all().since(NOON.plusMillis(1)).until(NOON.plusMillis(2)), 4);
    assertFiltered(EventFilter.all().since(NOON).until(NOON));
    assertFiltered(EventFilter.all().since(NOON.plusMillis(2)).until(NOON));
    assertFiltered(EventFilter.all().since(NOON.plusMillis(3)));
    assertFiltered(EventFilter.all().until(NOON.minusMillis(1)));
  }

  /** Events are told apart by milliseconds, questions may be finer. */
  @Test
  void takesBoundsBetweenTwoMilliseconds() {
    appendAt(STREAM, NOON, counted(1));
    appendAt(STREAM, NOON.plusMillis(1), counted(2));
    Instant between = NOON.plusNanos(1);

    assertFiltered(EventFilter.all().since(between), 2);
    assertFiltered(EventFilter.all().until(between), 1);
    assertFiltered(EventFilter.all().since(between).until(NOON.plusMillis(1)));
    assertFiltered(EventFilter.all().since(NOON.minusNanos(1)), 1, 2);
    assertFiltered(EventFilter.all().until(NOON.minusNanos(1)));
  }

  @Test
  void takesBoundsFarFromAnyEvent() {
    appendAt(STREAM, Instant.parse("1969-12-31T23:59:59.999Z"), counted(1));
    appendAt(STREAM, Instant.EPOCH, counted(2));

    assertFiltered(EventFilter.all().since(Instant.MIN).until(Instant.MAX), 1, 2);
    assertFiltered(EventFilter.all().since(Instant.MAX));
    assertFiltered(EventFilter.all().until(Instant.MIN));
    assertFiltered(EventFilter.all().since(Instant.EPOCH), 2);
    assertFiltered(EventFilter.all().until(Instant.EPOCH), 1);
  }

  /** Each event is taken for itself: neither its place nor its neighbours say what time it is. */
  @Test
  void filtersByTimeWhereAClockWentBackwards() {
    store.append(
        appendOf(
            STREAM,
            ExpectedVersion.none(),
            List.of(
                newEventAt(NOON, counted(1)),
                newEventAt(NOON.minusSeconds(60), counted(2)),
                newEventAt(NOON.plusSeconds(60), counted(3)))));
    appendAt(OTHER, NOON.minusSeconds(30), counted(4));
    appendAt(STREAM, NOON, counted(5));
    appendAt(OTHER, NOON.minusSeconds(90), counted(6));

    assertFiltered(EventFilter.all().since(NOON), 1, 3, 5);
    assertFiltered(EventFilter.all().until(NOON), 2, 4, 6);
    assertFiltered(
        EventFilter.all().since(NOON.minusSeconds(60)).until(NOON.plusMillis(1)), 1, 2, 4, 5);
    assertFiltered(EventFilter.ofStream(STREAM).until(NOON), 2);
  }

  @Test
  void wantsAllThatIsAsked() {
    appendAt(STREAM, NOON, counted(1));
    appendAt(STREAM, NOON, new Sample.Noted("x"));
    appendAt(OTHER, NOON, counted(3));
    appendAt(STREAM, NOON.minusMillis(1), counted(4));
    appendAt(STREAM, NOON.plusMillis(1), counted(5));
    appendAt(INVOICE, NOON, counted(6));

    EventFilter counted = EventFilter.ofEventTypes("Counted");
    assertFiltered(counted.withStream(STREAM), 1, 4, 5);
    assertFiltered(counted.since(NOON), 1, 3, 5, 6);
    assertFiltered(counted.since(NOON).until(NOON.plusMillis(1)), 1, 3, 6);
    assertFiltered(
        EventFilter.ofAggregateTypes("invoice").since(NOON).until(NOON.plusMillis(1)), 6);
    EventFilter all =
        new EventFilter(Set.of("order", "none"), Set.of("Counted", "Shipped"))
            .withStream(STREAM)
            .since(NOON)
            .until(NOON.plusMillis(1));
    assertFiltered(all, 1);
    assertFiltered(new EventFilter(Set.of("invoice"), Set.of("Counted")).withStream(STREAM));
    assertFiltered(EventFilter.ofEventTypes("Shipped").withStream(STREAM));
  }

  @Test
  void takesTypesForNamesAndNotForPatterns() {
    append(STREAM, counted(1));

    for (String name :
        List.of("Count%", "Counte_", "Counted ", "'Counted'", "\\Counted", "Counted' OR 'a'='a")) {
      assertFiltered(EventFilter.ofEventTypes(name));
      assertFiltered(new EventFilter(Set.of(name), Set.of("Counted")));
    }
    assertFiltered(EventFilter.ofEventTypes("Counte_", "Counted"), 1);
  }

  @Test
  void takesManyNames() {
    append(STREAM, counted(1));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      names.add("name-" + i);
    }
    assertFiltered(new EventFilter(Set.copyOf(names), Set.copyOf(names)));
    names.add("order");
    names.add("Counted");

    assertFiltered(new EventFilter(Set.copyOf(names), Set.copyOf(names)), 1);
  }

  private void appendAt(StreamId stream, Instant at, Event event) {
    store.append(appendOf(stream, ExpectedVersion.any(), List.of(newEventAt(at, event))));
  }

  private static NewEvent newEventAt(Instant at, Event event) {
    return new NewEvent(UUID.randomUUID(), event, Metadata.at(at));
  }

  /** In both directions, and with the answer of a reader who now knows all of the log. */
  private void assertFiltered(EventFilter filter, long... wanted) {
    List<Long> forwards = new ArrayList<>();
    List<Long> backwards = new ArrayList<>();
    EventQuery query = EventQuery.after(0).filter(filter);

    long answer = store.readLog(query, event -> forwards.add(amount(event)));
    long first = store.readLog(query.newestFirst(), event -> backwards.add(0, amount(event)));

    assertThat(forwards).as("%s", filter).containsExactly(box(wanted));
    assertThat(backwards).as("%s backwards", filter).containsExactly(box(wanted));
    assertThat(answer).as("answer to %s", filter).isEqualTo(store.head());
    assertThat(first).as("answer to %s backwards", filter).isZero();
  }

  private static Long[] box(long... wanted) {
    return Arrays.stream(wanted).boxed().toArray(Long[]::new);
  }
}
