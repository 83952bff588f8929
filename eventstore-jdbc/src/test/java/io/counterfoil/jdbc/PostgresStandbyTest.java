package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.jdbc.faults.OwnServer;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.StreamId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real standby shows no writers, so that a reader of its log could not tell what is to come. */
class PostgresStandbyTest {
  private static final StreamId STREAM = Note.stream("n");

  @TempDir private Path folder;

  @Test
  void noStoreIsOpenedOnIt() throws Exception {
    try (OwnServer primary = OwnServer.on(folder.resolve("primary"))) {
      JdbcSchema.of(primary.database().dataSource()).create();
      primary.stop();

      try (OwnServer standby = primary.copiedTo(folder.resolve("standby"))) {
        standby.startAsStandby();

        assertThatThrownBy(() -> store(standby))
            .isInstanceOf(EventStoreException.class)
            .hasMessageContaining("replica");
        assertThatThrownBy(() -> listLocks(standby)) // however a connection came to lead there
            .isInstanceOf(EventStoreException.class)
            .hasMessageContaining("replica");
      }
    }
  }

  @Test
  void aStoreWhoseServerBecomesOneReadsNoLogUntilItIsThePrimaryAgain() throws Exception {
    try (OwnServer server = OwnServer.on(folder.resolve("server"))) {
      JdbcSchema.of(server.database().dataSource()).create();
      EventStore fresh = store(server);
      EventStore atTheEnd = store(server);
      EventStore atAGap = store(server);
      atTheEnd.append(Note.written(STREAM, 2)); // 1 and 2
      assertThat(atAGap.readLog(EventQuery.after(0), e -> {})).isEqualTo(2);
      rollBackAnEvent(server); // 3
      atTheEnd.append(Note.written(STREAM, 2)); // 4 and 5
      assertThat(atTheEnd.readLog(EventQuery.after(0), e -> {})).isEqualTo(5);

      server.stop();
      server.startAsStandby();

      for (EventStore store : List.of(fresh, atTheEnd, atAGap)) {
        requireRefused(store);
      }
      server.database().execute("SELECT pg_promote()");
      for (EventStore store : List.of(fresh, atTheEnd, atAGap)) {
        requireAllOnce(store);
      }
    }
  }

  private static EventStore store(OwnServer server) {
    return JdbcEventStore.on(server.database().dataSource(), Note.TYPES);
  }

  private static void listLocks(OwnServer server) throws SQLException {
    try (Connection connection = server.database().dataSource().getConnection()) {
      LockListing.read(connection, TableName.of("counterfoil_events"));
    }
  }

  private static void rollBackAnEvent(OwnServer server) throws Exception {
    try (HeldTransaction held = HeldTransaction.open(server.database())) {
      held.insertEvent("rolled back");
      held.rollback();
    }
  }

  private static void requireRefused(EventStore store) {
    for (long after : new long[] {0, 2, 5}) {
      List<Long> given = new ArrayList<>();
      assertThatThrownBy(() -> store.readLog(EventQuery.after(after), e -> given.add(e.position())))
          .isInstanceOf(EventStoreException.class)
          .hasMessageContaining("replica");
      assertThat(given).isEmpty();
    }
    assertThat(store.events(STREAM)).hasSize(4);
    assertThatThrownBy(() -> store.append(Note.written(STREAM, 1)))
        .isExactlyInstanceOf(EventStoreException.class)
        .hasMessageContaining("nothing was stored");
  }

  private static void requireAllOnce(EventStore store) {
    int before = store.events(STREAM).size();
    store.append(Note.written(STREAM, 1)); // its number is far off: the standby skips some
    List<Long> sequences = new ArrayList<>();
    long end = store.readLog(EventQuery.after(0), e -> sequences.add(e.sequence()));
    assertThat(end).isEqualTo(store.head());
    assertThat(sequences).hasSize(before + 1).isSorted().doesNotHaveDuplicates();
  }
}
