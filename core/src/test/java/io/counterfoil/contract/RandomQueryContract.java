package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Compares any question to the log with the whole log and {@link EventFilter#accepts}. */
abstract class RandomQueryContract extends StoreSuite {
  private static final int APPENDS = 80;
  private static final int QUERIES = 400;
  private static final Instant NOON = Instant.parse("2024-06-01T12:00:00Z");
  private static final List<String> AGGREGATES = List.of("order", "invoice", "Order");
  private static final List<String> EVENTS = List.of("Counted", "Noted", "Shipped");

  private final Random random = new Random(20_240_601);

  @Test
  void answersAnyQuestionAsTheFilterSays() {
    givenARandomLog();
    List<RecordedEvent> all = log();

    for (int i = 0; i < QUERIES; i++) {
      EventQuery query = randomQuery(store.head());
      List<RecordedEvent> handed = new ArrayList<>();
      long answer = store.readLog(query, handed::add);

      List<RecordedEvent> wanted = wanted(all, query);
      int most = (int) Math.min(query.limit(), wanted.size());
      assertThat(handed).as("%s", query).isEqualTo(wanted.subList(0, most));
      assertAnswer(query, wanted, most, answer);
    }
  }

  private static List<RecordedEvent> wanted(List<RecordedEvent> all, EventQuery query) {
    List<RecordedEvent> wanted = new ArrayList<>();
    for (RecordedEvent event : all) {
      if (event.position() > query.after()
          && event.position() <= query.to()
          && query.filter().accepts(event)) {
        wanted.add(event);
      }
    }
    if (query.backwards()) {
      Collections.reverse(wanted);
    }
    return wanted;
  }

  /** The reader knows what it was given, and not what it was not. */
  private void assertAnswer(EventQuery query, List<RecordedEvent> wanted, int handed, long answer) {
    long end = Math.max(query.after(), Math.min(query.to(), store.head()));
    assertThat(answer).as("answer to %s", query).isBetween(query.after(), end);
    if (handed < query.limit()) {
      assertThat(answer)
          .as("answer to %s, which found all", query)
          .isEqualTo(query.backwards() ? query.after() : end);
      return;
    }
    int knows = query.backwards() ? -1 : 1;
    assertThat(knows * answer)
        .as("answer to %s, and its last event", query)
        .isGreaterThanOrEqualTo(knows * wanted.get(handed - 1).position());
    if (handed < wanted.size()) {
      assertThat(knows * answer)
          .as("answer to %s, and the next event", query)
          .isLessThan(knows * wanted.get(handed).position());
    }
  }

  private void givenARandomLog() {
    for (int i = 0; i < APPENDS; i++) {
      List<NewEvent> events = new ArrayList<>();
      for (int n = random.nextInt(4); n >= 0; n--) {
        Metadata metadata = Metadata.at(randomTime());
        events.add(new NewEvent(UUID.randomUUID(), randomEvent(i), metadata));
      }
      store.append(appendOf(randomStream(), ExpectedVersion.any(), events));
    }
  }

  private Event randomEvent(int number) {
    return random.nextBoolean() ? counted(number) : new Sample.Noted("n-" + number);
  }

  private StreamId randomStream() {
    return new StreamId(oneOf(AGGREGATES), "o-" + random.nextInt(4));
  }

  /** Few moments, so that many events share one; backwards as often as forwards. */
  private Instant randomTime() {
    return NOON.plusMillis(random.nextInt(12));
  }

  private EventQuery randomQuery(long head) {
    EventQuery query = EventQuery.after(sometimes(() -> randomPosition(head), 0L));
    query = query.to(sometimes(() -> randomPosition(head) + random.nextInt(5), Long.MAX_VALUE));
    query = query.limit(sometimes(() -> 1L + random.nextInt(30), Long.MAX_VALUE));
    EventFilter filter =
        new EventFilter(
            sometimes(() -> someOf(AGGREGATES), Set.of()),
            sometimes(() -> someOf(EVENTS), Set.of()));
    filter = sometimes(filter, f -> f.withStream(randomStream()));
    filter = sometimes(filter, f -> f.since(randomTime()));
    filter = sometimes(filter, f -> f.until(randomTime()));
    query = query.filter(filter);
    return random.nextBoolean() ? query.newestFirst() : query;
  }

  private EventFilter sometimes(EventFilter filter, UnaryOperator<EventFilter> narrower) {
    return random.nextInt(3) == 0 ? narrower.apply(filter) : filter;
  }

  private <T> T sometimes(Supplier<T> value, T otherwise) {
    return random.nextInt(3) == 0 ? value.get() : otherwise;
  }

  private long randomPosition(long head) {
    return random.nextInt((int) head + 1);
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private Set<String> someOf(List<String> values) {
    return new HashSet<>(List.of(oneOf(values), oneOf(values)).stream().distinct().toList());
  }
}
