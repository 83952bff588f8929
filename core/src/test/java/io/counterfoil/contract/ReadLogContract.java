package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Reading the log: by position, through filters, and with its answer as a checkpoint. */
abstract class ReadLogContract extends StoreSuite {
  private static final StreamId INVOICE = new StreamId("invoice", "o-1");
  private static final EventQuery ALL = EventQuery.after(0);

  @Test
  void readsAllStreamsInTheOrderOfTheirPositions() {
    givenAMixedLog();

    assertThat(texts(log())).containsExactly("a", "b", "3", "c", "5", "d", "7", "e");
    assertThat(positions(log())).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void readsWhatLiesBehindAPosition() {
    givenAMixedLog();
    List<RecordedEvent> all = log();

    for (int i = 0; i < all.size(); i++) {
      assertThat(log(EventQuery.after(all.get(i).position())))
          .isEqualTo(all.subList(i + 1, all.size()));
    }
  }

  @Test
  void answersTheQuestionsPositionWhenNothingIsBehindIt() {
    assertThat(store.readLog(ALL, event -> {})).isZero();
    givenAMixedLog();
    long head = store.head();

    assertThat(log(EventQuery.after(head))).isEmpty();
    assertThat(store.readLog(EventQuery.after(head), event -> {})).isEqualTo(head);
  }

  @Test
  void refusesAReaderThatIsAheadOfTheLog() {
    givenAMixedLog();

    for (long after : new long[] {1_000_000, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> store.readLog(EventQuery.after(after), event -> {}))
          .isInstanceOf(EventStoreException.class)
          .hasMessageContaining(Long.toString(after));
    }
  }

  @Test
  void answersTheHeadWhenAllHasBeenRead() {
    givenAMixedLog();

    assertThat(store.readLog(ALL, event -> {})).isEqualTo(store.status().head());
  }

  @Test
  void filtersByAggregateType() {
    givenAMixedLog();

    assertFiltered(EventFilter.ofAggregateTypes("order"), "a", "b", "c", "5", "7");
    assertFiltered(EventFilter.ofAggregateTypes("invoice"), "3", "d", "e");
    assertFiltered(
        EventFilter.ofAggregateTypes("invoice", "order"), "a", "b", "3", "c", "5", "d", "7", "e");
  }

  @Test
  void filtersByEventType() {
    givenAMixedLog();

    assertFiltered(EventFilter.ofEventTypes("Noted"), "a", "b", "c", "d", "e");
    assertFiltered(EventFilter.ofEventTypes("Counted"), "3", "5", "7");
    assertFiltered(
        EventFilter.ofEventTypes("Counted", "Noted"), "a", "b", "3", "c", "5", "d", "7", "e");
  }

  @Test
  void filtersByBoth() {
    givenAMixedLog();

    assertFiltered(new EventFilter(Set.of("order"), Set.of("Noted")), "a", "b", "c");
    assertFiltered(new EventFilter(Set.of("invoice"), Set.of("Counted", "Shipped")), "3");
    assertFiltered(
        new EventFilter(Set.of("invoice", "order", "none"), Set.of("Counted")), "3", "5", "7");
  }

  @Test
  void movesOnWhenNothingMatches() {
    givenAMixedLog();
    long head = store.status().head();

    for (EventFilter filter :
        List.of(
            EventFilter.ofAggregateTypes("none"),
            EventFilter.ofEventTypes("Shipped"),
            EventFilter.ofEventTypes("counted"),
            EventFilter.ofAggregateTypes("Order"),
            new EventFilter(Set.of("order"), Set.of("Shipped")))) {
      List<RecordedEvent> events = new ArrayList<>();
      long answer = store.readLog(ALL.filter(filter).limit(1), events::add);
      assertThat(events).as("%s", filter).isEmpty();
      assertThat(answer).as("%s", filter).isEqualTo(head);
    }
  }

  @Test
  void findsEachEventOnceInPagesOfAnySize() {
    givenAMixedLog();
    List<EventFilter> filters =
        List.of(
            EventFilter.all(),
            EventFilter.ofAggregateTypes("invoice"),
            EventFilter.ofEventTypes("Counted"),
            new EventFilter(Set.of("order"), Set.of("Noted")));

    for (EventFilter filter : filters) {
      List<RecordedEvent> wanted = log().stream().filter(filter::accepts).toList();
      for (int page = 1; page <= 9; page++) {
        assertThat(readInPages(filter, page)).as("%s by %d", filter, page).isEqualTo(wanted);
      }
    }
  }

  private List<RecordedEvent> readInPages(EventFilter filter, int page) {
    List<RecordedEvent> events = new ArrayList<>();
    long head = store.status().head();
    long checkpoint = 0;
    while (checkpoint < head) {
      int before = events.size();
      EventQuery query = EventQuery.after(checkpoint).filter(filter).limit(page);
      long answer = store.readLog(query, events::add);
      assertThat(events.size() - before).isLessThanOrEqualTo(page);
      assertThat(answer).as("answer to %s", query).isGreaterThan(checkpoint);
      checkpoint = answer;
      for (RecordedEvent event : events.subList(before, events.size())) {
        assertThat(event.position()).isBetween(query.after() + 1, answer);
      }
    }
    return events;
  }

  @Test
  void goesOnWhereTheAnswerLeftOffWhenMoreIsAppended() {
    givenAMixedLog();
    long checkpoint = store.readLog(ALL.filter(EventFilter.ofEventTypes("Shipped")), event -> {});

    append(STREAM, counted(100));
    append(INVOICE, counted(101));

    assertThat(amounts(log(EventQuery.after(checkpoint)))).containsExactly(100L, 101L);
  }

  @Test
  void runsTheConsumerOnTheCallersThread() {
    givenAMixedLog();
    AtomicReference<Thread> thread = new AtomicReference<>();

    store.readLog(ALL, event -> thread.set(Thread.currentThread()));

    assertThat(thread).hasValue(Thread.currentThread());
  }

  @Test
  void handsTheConsumersExceptionToTheCallerAndStaysUsable() {
    givenAMixedLog();
    IllegalStateException thrown = new IllegalStateException("the consumer's own");
    List<RecordedEvent> seen = new ArrayList<>();

    for (int time = 0; time < 50; time++) {
      assertThatThrownBy(
              () ->
                  store.readLog(
                      ALL,
                      event -> {
                        seen.add(event);
                        if (event.sequence() == 2) {
                          throw thrown;
                        }
                      }))
          .isSameAs(thrown);
    }

    assertThat(texts(seen)).hasSize(100).containsOnly("a", "b");
    append(STREAM, new Sample.Noted("z"));
    assertThat(texts(log())).endsWith("e", "z");
  }

  @Test
  void letsTheConsumerUseTheStore() {
    append(STREAM, counted(1), counted(2));

    store.readLog(
        ALL.limit(2), event -> store.events(STREAM).forEach(e -> append(OTHER, e.payload())));

    assertThat(amounts(store.events(OTHER))).containsExactly(1L, 2L, 1L, 2L);
  }

  private void givenAMixedLog() {
    append(STREAM, new Sample.Noted("a"), new Sample.Noted("b"));
    append(INVOICE, counted(3));
    append(STREAM, new Sample.Noted("c"));
    append(OTHER, counted(5));
    append(INVOICE, new Sample.Noted("d"));
    append(STREAM, counted(7));
    append(INVOICE, new Sample.Noted("e"));
  }

  private void assertFiltered(EventFilter filter, String... texts) {
    assertThat(texts(log(ALL.filter(filter)))).containsExactly(texts);
    assertThat(texts(log(ALL.filter(filter).limit(2))))
        .containsExactlyElementsOf(List.of(texts).subList(0, Math.min(2, texts.length)));
    assertThat(store.readLog(ALL.filter(filter), event -> {})).isEqualTo(store.status().head());
  }

  private static List<String> texts(List<RecordedEvent> events) {
    return events.stream()
        .map(
            event ->
                event.payload() instanceof Sample.Noted noted
                    ? noted.text()
                    : Long.toString(amount(event)))
        .toList();
  }
}
