package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.Metadata;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.store.Append;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.Rejection;
import io.counterfoil.store.StreamId;
import io.counterfoil.transfer.EventExport;
import io.counterfoil.transfer.EventImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that goes from store to store is the same in all of them, to the byte. */
class MovedLogTest {
  private static final long SEED = 1993;
  private static final List<String> NAMES =
      List.of("a", "A", "b/c", "é", "\ud7ff", "\uffef", "\ud83d\ude00", "row-1", "row-10", "row-2");

  @TempDir private Path folder;

  @Test
  void isTheSameInEveryStoreThatItPasses() throws Exception {
    try (HikariDataSource h2 = Engine.H2_MEMORY.withTables().pool(3);
        HikariDataSource postgres = Engine.POSTGRES.withTables().pool(3)) {
      List<EventStore> stores =
          List.of(
              JdbcEventStore.on(postgres, Note.TYPES),
              InMemoryEventStore.of(Note.TYPES),
              JdbcEventStore.on(h2, Note.TYPES),
              InMemoryEventStore.of(Note.TYPES).encoding());
      fill(stores.get(0), new Random(SEED));
      rollBackSomething(postgres, JdbcEventStore.on(postgres, Note.TYPES));

      Path file = exported(stores.get(0), 0);
      for (int i = 1; i < stores.size(); i++) {
        EventImport.into(stores.get(i)).from(file);
        file = exported(stores.get(i), i);
      }

      assertThat(stores.get(0).head()).isGreaterThan(stores.get(0).status().events());
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.toList())
            .hasSize(stores.size())
            .allSatisfy(other -> assertThat(other).hasSameBinaryContentAs(folder.resolve("0.gz")));
      }
    }
  }

  private Path exported(EventStore store, int number) throws IOException {
    Path file = folder.resolve(number + ".gz");
    EventExport.of(store).to(file);
    return file;
  }

  /** Fills a store with what is hard to sort and to quote. */
  private static void fill(EventStore store, Random random) {
    for (int i = 0; i < 2_000; i++) {
      StreamId stream = new StreamId(any(random), any(random));
      Metadata at = Metadata.at(Instant.ofEpochMilli(random.nextLong(1L << 41)));
      Append append =
          switch (random.nextInt(4)) {
            case 0 -> Append.rejected(stream, key(i, random), rejection(random));
            case 1 -> append(stream, at, List.of()).withKey(key(i, random));
            case 2 -> append(stream, at, notes(random)).withKey(key(i, random));
            default -> append(stream, at.withHeader("of", any(random)), notes(random));
          };
      store.append(append);
    }
  }

  private static Append append(StreamId stream, Metadata metadata, List<Note> notes) {
    return Append.of(stream, ExpectedVersion.any(), notes, metadata);
  }

  private static List<Note> notes(Random random) {
    return List.of(
        new Note.Written(any(random) + "\n\"\\" + any(random)), new Note.Erased(random.nextLong()));
  }

  private static CommandKey key(int number, Random random) {
    return new CommandKey(any(random) + number, any(random));
  }

  private static Rejection rejection(Random random) {
    return new Rejection("no", any(random), Map.of("asked", random.nextLong(), "by", any(random)));
  }

  private static String any(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  /** Leaves a hole between positions, and an event behind it. */
  private static void rollBackSomething(HikariDataSource pool, JdbcEventStore store)
      throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      store.using(connection).append(Note.written(Note.stream("gone"), 3));
      connection.rollback();
    }
    store.append(Note.written(Note.stream("behind the hole"), 1));
  }
}
