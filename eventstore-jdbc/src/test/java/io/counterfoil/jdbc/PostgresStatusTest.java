package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.OpenWriter;
import io.counterfoil.store.StoreStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Whom the status names while transactions of writers are held open. */
class PostgresStatusTest {
  private final TestDatabase database = Engine.POSTGRES.withTables();
  private final EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);

  private void append(String id) {
    store.append(Note.written(Note.stream(id), 1));
  }

  private HeldTransaction holding(String id) throws SQLException {
    HeldTransaction held = HeldTransaction.open(database);
    held.insertEvent(id);
    return held;
  }

  private static void assertStands(StoreStatus status, long readable, String... ids) {
    assertThat(status.readable()).isEqualTo(readable);
    assertThat(status.openWriters()).extracting(OpenWriter::id).containsExactly(ids);
  }

  @Test
  void namesNobodyWhileTheLogCanBeReadToItsEnd() throws SQLException {
    append("a");
    try (HeldTransaction behindTheEnd = holding("held")) { // position 2
      assertThat(store.status()).isEqualTo(new StoreStatus(1, 1, 1));
      behindTheEnd.commit();
    }
    assertThat(store.status()).isEqualTo(new StoreStatus(2, 2, 2));
  }

  @Test
  void namesTheTransactionThatReadersWaitFor() throws SQLException {
    append("a");
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.execute("SET application_name = 'night batch'");
      held.commit();
      held.insertEvent("held"); // 2
      append("b"); // 3

      StoreStatus status = store.status();

      assertThat(status.head()).isEqualTo(3);
      assertStands(status, 1, "" + held.pid());
      OpenWriter writer = status.openWriters().get(0);
      assertThat(writer.application()).isEqualTo("night batch");
      assertThat(writer.state()).isEqualTo("idle in transaction");
      assertThat(writer.age()).isBetween(Duration.ZERO, Duration.ofMinutes(10));
    }
  }

  /** No reader has come by since: the status looks for itself. */
  @Test
  void namesNobodyWhoHasEnded() throws SQLException {
    append("a");
    try (HeldTransaction committed = holding("committed");
        HeldTransaction rolledBack = holding("rolled back");
        HeldTransaction killed = holding("killed")) {
      append("b"); // 5
      assertThat(store.status().openWriters()).hasSize(3);

      committed.commit();
      rolledBack.rollback();
      database.execute("SELECT pg_terminate_backend(" + killed.pid() + ", 10000)");

      assertThat(store.status()).isEqualTo(new StoreStatus(3, 3, 5));
    }
  }

  @Test
  void namesSeveralTheOldestFirst() throws SQLException {
    try (HeldTransaction older = holding("older")) {
      awaitTheClock();
      try (HeldTransaction younger = holding("younger")) {
        append("a"); // 3
        assertStands(store.status(), 0, "" + older.pid(), "" + younger.pid());

        older.commit();

        assertStands(store.status(), 1, "" + younger.pid());
      }
    }
  }

  /** Ages are told in milliseconds. */
  private static void awaitTheClock() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
    while (System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void doesNotNameThoseWhoCameAfterTheGapWasSeen() throws SQLException {
    try (HeldTransaction old = holding("old")) {
      append("a");
      long unused = store.readLog(EventQuery.after(0), event -> {});
      try (HeldTransaction young = holding("young")) {
        append("b");
        assertStands(store.status(), 0, "" + old.pid());

        old.rollback();

        assertStands(store.status(), 2, "" + young.pid());
      }
    }
  }

  @Test
  void doesNotNameWhoWritesElsewhere() throws SQLException {
    database.execute("CREATE TABLE other (n INTEGER)");
    try (HeldTransaction bystander = HeldTransaction.open(database);
        HeldTransaction held = holding("held")) {
      bystander.execute("INSERT INTO other VALUES (1)");
      append("a");

      assertStands(store.status(), 0, "" + held.pid());
    }
  }

  @Test
  void namesAPreparedTransactionAsItWasPrepared() throws SQLException {
    database.execute("CREATE TABLE other (n INTEGER)");
    String elsewhere = "elsewhere " + UUID.randomUUID();
    String meant = "transfer " + UUID.randomUUID();
    try (HeldTransaction bystander = HeldTransaction.open(database)) {
      bystander.execute("INSERT INTO other VALUES (1)");
      bystander.execute("PREPARE TRANSACTION '" + elsewhere + "'");
    }
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.execute("SAVEPOINT s"); // a subtransaction has a number of its own
      held.insertEvent("held"); // 1
      append("a"); // 2
      assertStands(store.status(), 0, "" + held.pid());

      held.execute("PREPARE TRANSACTION '" + meant + "'");

      assertStands(store.status(), 0, meant);
      assertThat(store.status().openWriters().get(0).state()).isEqualTo("prepared");
      assertThat(store.status().openWriters().get(0).application()).isEmpty();
    }
    database.execute("COMMIT PREPARED '" + meant + "'");
    assertThat(store.status()).isEqualTo(new StoreStatus(2, 2, 2));
    database.execute("ROLLBACK PREPARED '" + elsewhere + "'");
  }

  /** Sessions of another user are hidden, all but their process. */
  @Test
  void tellsAUserWithoutPrivilegesWhatTheDatabaseDoes() throws SQLException {
    String user = "teller_" + UUID.randomUUID().toString().replace('-', '_');
    database.execute(
        "CREATE ROLE " + user + " LOGIN",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + user,
        "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO " + user);
    EventStore tellers =
        JdbcEventStore.on(new TestDatabase(database.url(), user, "").dataSource(), Note.TYPES);
    try (HeldTransaction held = holding("held")) {
      append("a");
      assertStands(tellers.status(), 0, "" + held.pid());
      awaitTheClock();

      OpenWriter writer = tellers.status().openWriters().get(0);

      assertThat(writer.id()).isEqualTo("" + held.pid());
      assertThat(writer.state()).isEqualTo("unknown");
      assertThat(writer.age()).as("since it was first waited for").isPositive();

      database.execute("GRANT pg_read_all_stats TO " + user);

      assertThat(tellers.status().openWriters().get(0).state()).isEqualTo("idle in transaction");
    }
  }
}
