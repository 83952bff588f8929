package io.counterfoil.jdbc.torture;

import io.counterfoil.contract.torture.Ledger;
import io.counterfoil.contract.torture.TortureWriter;
import io.counterfoil.contract.torture.WritingStyle;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcEventStreams;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.TransactionDoomed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The styles of callers in whose transactions the store itself appends. */
final class JoinedStyles {
  private static final int SHORT = 4; // milliseconds
  private static final int LONG = 40;

  private final JdbcEventStore store;
  private final DataSource pool;

  private JoinedStyles(JdbcEventStore store, DataSource pool) {
    this.store = store;
    this.pool = pool;
  }

  /** Works in a transaction, and tells whether it is to be committed. */
  private interface Work {
    boolean in(JdbcEventStreams streams, Ledger.Transaction entry, TortureWriter writer);
  }

  static List<WritingStyle> of(JdbcEventStore store, DataSource pool) {
    JoinedStyles styles = new JoinedStyles(store, pool);
    return List.of(
        styles.style("joined", JoinedStyles::one),
        styles.style("joined, two appends", JoinedStyles::two),
        styles.style(
            "joined, with savepoints",
            (streams, entry, writer) -> two(streams.withSavepoints(), entry, writer)),
        styles.style("joined, several streams", JoinedStyles::several),
        styles.style(
            "joined, several streams with savepoints",
            (streams, entry, writer) -> several(streams.withSavepoints(), entry, writer)),
        styles.style("joined, rolled back", JoinedStyles::rolledBack),
        styles.style("joined, held open", JoinedStyles::heldOpen));
  }

  private WritingStyle style(String name, Work work) {
    return writer -> {
      Ledger.Transaction entry = writer.begin(name);
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        end(connection, entry, isToBeCommitted(work, connection, entry, writer));
      }
    };
  }

  private boolean isToBeCommitted(
      Work work, Connection connection, Ledger.Transaction entry, TortureWriter writer) {
    try {
      return work.in(store.using(connection), entry, writer);
    } catch (TransactionDoomed e) {
      return false; // others came first
    }
  }

  private static void end(Connection connection, Ledger.Transaction entry, boolean commit)
      throws SQLException {
    if (!commit) {
      entry.rolledBack();
      connection.rollback();
      return;
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      entry.inDoubt();
      throw e;
    }
    entry.committed();
  }

  private static boolean one(
      JdbcEventStreams streams, Ledger.Transaction entry, TortureWriter writer) {
    append(streams, entry, writer, List.of(writer.stream()));
    return true;
  }

  private static boolean two(
      JdbcEventStreams streams, Ledger.Transaction entry, TortureWriter writer) {
    for (StreamId stream : inOneOrder(writer, 2)) {
      append(streams, entry, writer, List.of(stream));
      writer.dawdle(SHORT);
    }
    return true;
  }

  private static boolean rolledBack(
      JdbcEventStreams streams, Ledger.Transaction entry, TortureWriter writer) {
    two(streams, entry, writer);
    return false;
  }

  private static boolean several(
      JdbcEventStreams streams, Ledger.Transaction entry, TortureWriter writer) {
    append(streams, entry, writer, inOneOrder(writer, 3));
    writer.dawdle(SHORT);
    return true;
  }

  private static boolean heldOpen(
      JdbcEventStreams streams, Ledger.Transaction entry, TortureWriter writer) {
    append(streams, entry, writer, List.of(writer.stream()));
    writer.dawdle(LONG);
    return writer.random().nextInt(4) > 0;
  }

  /** As a caller must who does not want to meet others in deadlocks. */
  private static List<StreamId> inOneOrder(TortureWriter writer, int most) {
    return Stream.generate(writer::stream)
        .limit(most)
        .distinct()
        .sorted(Comparator.comparing(StreamId::toString))
        .toList();
  }

  private static void append(
      JdbcEventStreams streams, Ledger.Transaction entry, TortureWriter writer, List<StreamId> to) {
    List<Append> appends = to.stream().map(stream -> append(entry, writer, stream)).toList();
    for (AppendResult result : streams.appendAll(appends)) {
      int last = result.events().size() - 1;
      entry.at(result.events().get(0).position(), result.events().get(last).position());
    }
  }

  private static Append append(Ledger.Transaction entry, TortureWriter writer, StreamId stream) {
    List<NewEvent> events = writer.events(1 + writer.random().nextInt(3));
    events.forEach(event -> entry.writes(stream, event.eventId()));
    return new Append(stream, ExpectedVersion.any(), events, Optional.empty(), Optional.empty());
  }
}
