package io.counterfoil.jdbc.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Metadata;
import io.counterfoil.contract.Sample;
import io.counterfoil.contract.torture.History;
import io.counterfoil.contract.torture.Ledger;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** For whom a reader waits on PostgreSQL, and for whom not; and that nobody waits for a reader. */
class PostgresReaderTest {
  private static final Metadata META = Metadata.at(Instant.ofEpochMilli(1_717_250_000_000L));

  private final TestDatabase database = TortureTables.create(TestDatabases.postgres());
  private final EventStore store = JdbcEventStore.on(database.dataSource(), Sample.types());
  private final Ledger ledger = new Ledger(new History());

  /** A writer whose transaction is open, and has drawn a position. */
  private final class OpenWriter implements AutoCloseable {
    private final Connection connection = database.dataSource().getConnection();
    private final RawTransaction transaction =
        RawTransaction.begin(database, connection, ledger.begin("writer", "open"));

    OpenWriter() throws SQLException {
      Append append = appendTo(UUID.randomUUID().toString());
      transaction.append(append.stream(), append.events());
    }

    @Override
    public void close() throws SQLException {
      transaction.rollback();
      connection.close();
    }
  }

  private static Append appendTo(String id) {
    return Append.of(
        new StreamId("order", id), ExpectedVersion.any(), List.of(new Sample.Counted(1)), META);
  }

  private long append(String id) {
    return store.append(appendTo(id)).events().get(0).position();
  }

  private List<Long> read() {
    List<Long> positions = new ArrayList<>();
    long unused = store.readLog(EventQuery.after(0), event -> positions.add(event.position()));
    return positions;
  }

  @Test
  void waitsForNobodyWhoWritesElsewhere() throws SQLException {
    try (Bystander sameDatabase = Bystander.writingTo(database);
        Bystander otherDatabase = Bystander.writingTo(TortureTables.inAnotherDatabase())) {
      long first = append("a");
      new OpenWriter().close(); // leaves a gap
      long last = append("b");

      assertThat(read()).containsExactly(first, last);
      assertThat(List.of(sameDatabase, otherDatabase)).doesNotContainNull();
    }
  }

  @Test
  void waitsAtAGapForThoseOnlyWhoWereOpenWhenItSawTheGap() throws SQLException {
    OpenWriter old = new OpenWriter();
    new OpenWriter().close(); // rolled back: a gap
    long last = append("b");
    assertThat(read()).isEmpty();

    try (OpenWriter young = new OpenWriter()) {
      long later = append("c");
      assertThat(read()).as("%s is open and older than the gap", old).isEmpty();

      old.close();

      assertThat(read()).as("%s came after", young).containsExactly(last).doesNotContain(later);
    }
    assertThat(read()).hasSize(2);
  }

  /** There is always one open: yet each lives only a while, and none delays readers for longer. */
  @Test
  void isNeverMoreThanOneLookBehindWritersThatOverlapForEver() throws SQLException {
    OpenWriter open = new OpenWriter();
    long last = append("first");
    assertThat(read()).isEmpty();
    for (int i = 0; i < 20; i++) {
      OpenWriter next = new OpenWriter();
      new OpenWriter().close(); // rolled back: a gap
      long unread = append("later " + i);
      open.close();
      open = next;

      assertThat(read()).as("while %s is open", open).contains(last).doesNotContain(unread);
      last = unread;
    }
    open.close();
    assertThat(read()).contains(last);
  }

  @Test
  void holdsNoLockAndNoTransactionWhileItsConsumerIsAtWork() throws SQLException {
    append("a");
    append("b");
    List<RecordedEvent> read = new ArrayList<>();

    store.readLog(
        EventQuery.after(0),
        event -> {
          lockTableAgainstEverybody();
          append("a");
          read.add(event);
        });

    assertThat(read).hasSize(2);
    assertThat(read()).hasSize(4);
  }

  private void lockTableAgainstEverybody() {
    database.execute(
        "DO $$ BEGIN LOCK TABLE counterfoil_events IN ACCESS EXCLUSIVE MODE NOWAIT; END $$");
  }

  /** The strongest lock that a writer may need is one that no reader's statement conflicts with. */
  @Test
  void everyStatementOfAReaderLeavesWritersAlone() throws Exception {
    append("a");
    new OpenWriter().close();
    append("b");
    Turns turns = new Turns();
    EventStore watched = JdbcEventStore.on(turns.on(database.dataSource()), Sample.types());
    List<Long> seen = new ArrayList<>();
    turns.begin();
    Thread reader =
        new Thread(
            () -> {
              try {
                long unused =
                    watched.readLog(EventQuery.after(0), event -> seen.add(event.position()));
              } finally {
                turns.end();
              }
            });
    try (Connection exclusive = database.dataSource().getConnection();
        Statement statement = exclusive.createStatement()) {
      exclusive.setAutoCommit(false);
      // Conflicts with every lock on the table but the one that a plain SELECT takes.
      statement.execute("LOCK TABLE counterfoil_events IN EXCLUSIVE MODE");
      reader.start();
      turns.awaitFirst();
      while (seen.isEmpty()) {
        assertThat(locksBeside(statement)).isZero();
        turns.grant();
      }
    } finally {
      turns.release();
      reader.join();
    }
    assertThat(seen).hasSize(2);
  }

  /** Counts the locks on the table that others hold between two statements of the reader. */
  private static long locksBeside(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT count(*) FROM pg_locks WHERE relation = 'counterfoil_events'::regclass"
                + " AND pid <> pg_backend_pid()")) {
      row.next();
      return row.getLong(1);
    }
  }
}
