package io.counterfoil.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.util.ArrayList;
import java.util.List;

/** The process that has little memory: goes through 1,000,000 events in every way. */
final class MillionEventsTarget {
  private static final StreamId LONG = new StreamId("tally", "long");

  private long seen;
  private long sum;

  private MillionEventsTarget() {}

  public static void main(String[] arguments) {
    try (HikariDataSource pool = new TestDatabase(arguments[0], "postgres", "").pool(2)) {
      EventStore store = JdbcEventStore.on(pool, Tally.TYPES);
      SnapshotStore snapshots = JdbcSnapshotStore.on(pool);
      CommandBus bus =
          CommandBus.on(store)
              .aggregates(Tally.TALLY)
              .snapshots(snapshots, SnapshotPolicy.every(1_000_000_000))
              .build();
      List<String> said = new ArrayList<>();

      MillionEventsTarget log = new MillionEventsTarget();
      long end = store.readLog(EventQuery.after(0), log::take);
      said.add("log " + end + " " + log.seen + " " + log.sum);

      MillionEventsTarget backwards = new MillionEventsTarget();
      store.readStream(StreamQuery.of(LONG).newestFirst(), backwards::take);
      said.add("stream " + backwards.seen + " " + backwards.sum);

      MillionEventsTarget loaded = new MillionEventsTarget();
      store.load(LoadQuery.of(LONG).key("k"), snapshot -> {}, loaded::take);
      said.add("load " + loaded.seen + " " + loaded.sum);

      said.add("state " + bus.state(Tally.TALLY, "long").total());
      RecordedEvent last =
          store
              .append(
                  io.counterfoil.store.Append.of(
                      LONG,
                      io.counterfoil.store.ExpectedVersion.exactly(loaded.seen),
                      List.of(new Tally.Added(1)),
                      Note.META))
              .events()
              .get(0);
      snapshots.save(new Snapshot(LONG, 1, last.sequence(), last.eventId(), "{\"total\":7}"));
      said.add("snapshot " + bus.state(Tally.TALLY, "long").total());
      said.forEach(System.out::println);
    }
  }

  private void take(RecordedEvent event) {
    seen++;
    if (event.stream().equals(LONG)) {
      sum += ((Tally.Added) event.payload()).number();
    }
  }
}
