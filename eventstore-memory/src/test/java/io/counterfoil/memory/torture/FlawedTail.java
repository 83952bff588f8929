package io.counterfoil.memory.torture;

import io.counterfoil.Metadata;
import io.counterfoil.contract.Sample;
import io.counterfoil.contract.torture.Flaw;
import io.counterfoil.contract.torture.LogTail;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Readers each of which has one flaw, shown from the hundredth event on. */
enum FlawedTail {
  SKIPS_AN_EVENT(Flaw.LOST) {
    @Override
    void hand(List<RecordedEvent> events, Consumer<? super RecordedEvent> consumer) {
      events.stream().filter(event -> event.position() != AT).forEach(consumer);
    }
  },
  GIVES_AN_EVENT_TWICE(Flaw.DOUBLED) {
    @Override
    void hand(List<RecordedEvent> events, Consumer<? super RecordedEvent> consumer) {
      for (RecordedEvent event : events) {
        consumer.accept(event);
        if (event.position() == AT) {
          consumer.accept(event);
        }
      }
    }
  },
  GIVES_PAGES_BACKWARDS(Flaw.OUT_OF_ORDER) {
    @Override
    void hand(List<RecordedEvent> events, Consumer<? super RecordedEvent> consumer) {
      Collections.reverse(events);
      events.forEach(consumer);
    }
  },
  INVENTS_AN_EVENT(Flaw.PHANTOM) {
    @Override
    void hand(List<RecordedEvent> events, Consumer<? super RecordedEvent> consumer) {
      for (RecordedEvent event : events) {
        consumer.accept(event.position() == AT ? invented(event) : event);
      }
    }
  },
  FORGETS_ITS_FILTER(Flaw.UNWANTED) {
    @Override
    EventQuery asked(EventQuery query) {
      return query.filter(EventFilter.all());
    }
  },
  STOPS(Flaw.STALLED) {
    @Override
    public long poll(EventStore store, EventQuery query, Consumer<? super RecordedEvent> consumer) {
      return query.after() >= AT ? query.after() : super.poll(store, query, consumer);
    }
  },
  GOES_BACK(Flaw.OUT_OF_ORDER) {
    @Override
    public long poll(EventStore store, EventQuery query, Consumer<? super RecordedEvent> consumer) {
      long next = super.poll(store, query, consumer);
      return query.after() < AT && next >= AT ? Math.max(query.after() - 1, 0) : next;
    }
  },
  FAILS(Flaw.FAILED) {
    @Override
    void hand(List<RecordedEvent> events, Consumer<? super RecordedEvent> consumer) {
      throw new EventStoreException("it is made to fail", null);
    }
  };

  static final long AT = 100;

  private final Flaw flaw;

  FlawedTail(Flaw flaw) {
    this.flaw = flaw;
  }

  /** How the judge must call it. */
  Flaw flaw() {
    return flaw;
  }

  LogTail on(EventStore store) {
    return (query, consumer) -> poll(store, query, consumer);
  }

  long poll(EventStore store, EventQuery query, Consumer<? super RecordedEvent> consumer) {
    List<RecordedEvent> events = new ArrayList<>();
    long next = store.readLog(asked(query), events::add);
    hand(events, consumer);
    return next;
  }

  EventQuery asked(EventQuery query) {
    return query;
  }

  void hand(List<RecordedEvent> events, Consumer<? super RecordedEvent> consumer) {
    events.forEach(consumer);
  }

  private static RecordedEvent invented(RecordedEvent event) {
    NewEvent other =
        new NewEvent(
            UUID.randomUUID(), new Sample.Counted(1), Metadata.at(Instant.ofEpochMilli(0)));
    return RecordedEvent.held(
        event.stream(), event.sequence(), event.position(), other, Sample.types());
  }
}
