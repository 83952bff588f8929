package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading a part of the log, in either direction, and going on with the answer. */
abstract class LogRangeContract extends StoreSuite {
  private static final StreamId INVOICE = new StreamId("invoice", "o-1");
  private static final EventQuery ALL = EventQuery.after(0);
  private static final List<EventFilter> FILTERS =
      List.of(
          EventFilter.all(),
          EventFilter.ofAggregateTypes("invoice"),
          EventFilter.ofEventTypes("Noted"),
          EventFilter.ofStream(STREAM),
          EventFilter.ofEventTypes("Shipped"));

  @Test
  void endsWithTheLastPositionWanted() {
    List<RecordedEvent> all = givenALog();

    for (int i = 0; i < all.size(); i++) {
      long to = all.get(i).position();
      assertThat(log(ALL.to(to))).isEqualTo(all.subList(0, i + 1));
      assertThat(log(ALL.to(to - 1))).isEqualTo(all.subList(0, i));
      assertThat(log(ALL.to(to).newestFirst())).isEqualTo(reversed(all.subList(0, i + 1)));
      assertThat(log(ALL.to(to - 1).newestFirst())).isEqualTo(reversed(all.subList(0, i)));
    }
  }

  @Test
  void knowsTheLogNoFurtherThanItWasAsked() {
    List<RecordedEvent> all = givenALog();
    long third = all.get(2).position();
    long head = store.head();

    for (EventFilter filter : FILTERS) {
      EventQuery query = EventQuery.after(third).filter(filter);
      for (RecordedEvent last : all.subList(2, all.size())) {
        assertThat(answerTo(query.to(last.position()))).as("%s", filter).isEqualTo(last.position());
      }
      assertThat(answerTo(query.to(Long.MAX_VALUE))).isEqualTo(head);
      assertThat(answerTo(query.to(head + 1))).isEqualTo(head);
      assertThat(answerTo(query.to(third - 1))).isEqualTo(third);
      assertThat(answerTo(query.to(Long.MIN_VALUE))).isEqualTo(third);
    }
  }

  @Test
  void answersWhereItBeganWhenNothingOlderIsWanted() {
    List<RecordedEvent> all = givenALog();
    long third = all.get(2).position();

    for (EventFilter filter : FILTERS) {
      EventQuery query = EventQuery.after(third).filter(filter).newestFirst();
      assertThat(answerTo(query)).as("%s", filter).isEqualTo(third);
      assertThat(answerTo(query.to(third))).isEqualTo(third);
      assertThat(answerTo(query.to(third - 1))).isEqualTo(third);
      assertThat(answerTo(query.to(Long.MIN_VALUE))).isEqualTo(third);
      assertThat(answerTo(EventQuery.after(store.head()).filter(filter).newestFirst()))
          .isEqualTo(store.head());
    }
  }

  @Test
  void beginsAtTheEndOfAnEmptyLog() {
    assertThat(answerTo(ALL.newestFirst())).isZero();
    assertThat(answerTo(ALL.to(5))).isZero();
    assertThat(answerTo(ALL.to(5).newestFirst().limit(1))).isZero();
  }

  @Test
  void refusesAReaderThatIsAheadOfTheLogInBothDirections() {
    givenALog();

    for (long after : new long[] {1_000_000, Long.MAX_VALUE}) {
      for (EventFilter filter : FILTERS) {
        EventQuery query = EventQuery.after(after).filter(filter).newestFirst();
        assertThatThrownBy(() -> answerTo(query))
            .isInstanceOf(EventStoreException.class)
            .hasMessageContaining(Long.toString(after));
        assertThatThrownBy(() -> answerTo(query.to(3))).isInstanceOf(EventStoreException.class);
      }
    }
  }

  @Test
  void readsNoMoreThanTheLimitInBothDirections() {
    List<RecordedEvent> all = givenALog();

    for (int limit = 1; limit <= all.size() + 1; limit++) {
      int wanted = Math.min(limit, all.size());
      assertThat(log(ALL.limit(limit))).isEqualTo(all.subList(0, wanted));
      assertThat(log(ALL.limit(limit).newestFirst())).isEqualTo(reversed(all).subList(0, wanted));
    }
  }

  @Test
  void answersInsideTheLimitHowFarItCame() {
    List<RecordedEvent> all = givenALog();
    List<RecordedEvent> notes = all.stream().filter(FILTERS.get(2)::accepts).toList();
    EventQuery query = ALL.filter(FILTERS.get(2)).limit(2);

    assertThat(answerTo(query)).isBetween(notes.get(1).position(), notes.get(2).position() - 1);
    assertThat(answerTo(query.newestFirst()))
        .isBetween(
            notes.get(notes.size() - 3).position() + 1, notes.get(notes.size() - 2).position());
  }

  @Test
  void visitsEachEventOnceInPagesForwardsAndBackwards() {
    List<RecordedEvent> all = givenALog();

    for (EventFilter filter : FILTERS) {
      for (int page = 1; page <= all.size() + 1; page++) {
        for (long after : new long[] {0, all.get(1).position(), all.get(4).position()}) {
          EventQuery query = EventQuery.after(after).filter(filter).limit(page);
          List<RecordedEvent> wanted =
              all.stream().filter(e -> e.position() > after && filter.accepts(e)).toList();
          assertThat(pagesForwards(query)).as("pages of %s", query).isEqualTo(wanted);
          assertThat(pagesBackwards(query.newestFirst()))
              .as("pages of %s", query)
              .isEqualTo(reversed(wanted));
        }
      }
    }
  }

  private List<RecordedEvent> pagesForwards(EventQuery query) {
    List<RecordedEvent> events = new ArrayList<>();
    long head = store.head();
    EventQuery next = query;
    while (next.after() < head) {
      long answer = store.readLog(next, events::add);
      assertThat(answer).as("answer to %s", next).isGreaterThan(next.after());
      next = new EventQuery(answer, query.to(), query.filter(), false, query.limit());
    }
    return events;
  }

  /** As the Javadoc of {@link EventQuery#newestFirst()} says. */
  private List<RecordedEvent> pagesBackwards(EventQuery query) {
    List<RecordedEvent> events = new ArrayList<>();
    long answer = store.readLog(query, events::add);
    while (answer > query.after()) {
      long before = answer;
      answer = store.readLog(query.to(answer - 1), events::add);
      assertThat(answer).as("answer to %s", query).isBetween(query.after(), before - 1);
    }
    return events;
  }

  /** What comes in meanwhile is newer than the pages that are still to come. */
  @Test
  void goesOnBackwardsWhileMoreIsAppended() {
    List<RecordedEvent> all = givenALog();
    List<RecordedEvent> events = new ArrayList<>();

    long answer = store.readLog(ALL.newestFirst().limit(3), events::add);
    append(STREAM, counted(100));
    store.readLog(ALL.newestFirst().to(answer - 1), events::add);

    assertThat(events).isEqualTo(reversed(all));
    assertThat(amounts(log(ALL.newestFirst().limit(1)))).containsExactly(100L);
  }

  @Test
  void handsTheConsumersExceptionToTheCallerAlsoBackwards() {
    givenALog();
    IllegalStateException thrown = new IllegalStateException("the consumer's own");
    List<RecordedEvent> seen = new ArrayList<>();

    for (int time = 0; time < 20; time++) {
      assertThatThrownBy(
              () ->
                  store.readLog(
                      ALL.newestFirst(),
                      event -> {
                        seen.add(event);
                        throw thrown;
                      }))
          .isSameAs(thrown);
    }

    assertThat(seen).hasSize(20).containsOnly(log().get(8));
  }

  @Test
  void letsTheConsumerUseTheStoreBackwards() {
    append(STREAM, counted(1), counted(2));

    store.readLog(ALL.newestFirst().limit(2), event -> append(OTHER, event.payload()));

    assertThat(amounts(store.events(OTHER))).containsExactly(2L, 1L);
  }

  private List<RecordedEvent> givenALog() {
    append(STREAM, counted(1), new Sample.Noted("b"));
    append(INVOICE, counted(3));
    append(STREAM, new Sample.Noted("d"), counted(5));
    append(OTHER, new Sample.Noted("f"));
    append(INVOICE, new Sample.Noted("g"), counted(8));
    append(STREAM, counted(9));
    return log();
  }

  private long answerTo(EventQuery query) {
    return store.readLog(query, event -> {});
  }

  private static List<RecordedEvent> reversed(List<RecordedEvent> events) {
    List<RecordedEvent> copy = new ArrayList<>(events);
    Collections.reverse(copy);
    return copy;
  }
}
