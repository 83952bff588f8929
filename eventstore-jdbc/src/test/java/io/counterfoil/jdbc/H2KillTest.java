package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.KeyAlreadyDecided;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a process that appends to an H2 file on many threads, and looks at what it left. */
class H2KillTest {
  private static final Random RANDOM = new Random();

  static IntStream rounds() {
    return IntStream.rangeClosed(1, Boolean.getBoolean("counterfoil.long") ? 30 : 3);
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void aKillLeavesNoTransactionTorn(int round, @TempDir Path folder) throws Exception {
    TestDatabase file = TestDatabases.h2File(folder);
    TestDatabase database =
        new TestDatabase(file.url() + ";WRITE_DELAY=0", file.user(), file.password());
    JdbcSchema.of(database.dataSource()).create();

    List<Integer> acknowledged = killedAfter(200 + RANDOM.nextInt(1_500), database);

    try (HikariDataSource pool = database.pool(2)) {
      EventStore store = JdbcEventStore.on(pool, Note.TYPES);
      long events = store.status().events();
      assertThat(sums(pool)).containsExactly(events, events, events);
      assertThat(store.readLog(io.counterfoil.store.EventQuery.after(0), event -> {}))
          .isEqualTo(events);
      for (int thread = 0; thread < H2KillTarget.THREADS; thread++) {
        for (int i = 0; i <= acknowledged.get(thread); i++) {
          var retry = H2KillTarget.append(thread, i);
          assertThatThrownBy(() -> store.append(retry))
              .isInstanceOfSatisfying(
                  KeyAlreadyDecided.class,
                  decided ->
                      assertThat(decided.outcome().eventCount()).isEqualTo(retry.events().size()));
        }
      }
      assertThat(store.append(Note.written(Note.stream("new"), 1)).events().get(0).position())
          .isEqualTo(events + 1);
    }
  }

  /** Answers the last number that each thread was told to be stored. */
  private static List<Integer> killedAfter(int appends, TestDatabase database) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                H2KillTarget.class.getName(),
                database.url())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Integer> last = new ArrayList<>(java.util.Collections.nCopies(H2KillTarget.THREADS, -1));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int seen = 0;
      String line = lines.readLine();
      while (line != null) {
        // The last line may be cut off; a whole one ends with a dot.
        String[] words = line.split(" ", -1);
        if (words.length == 3) {
          last.set(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        }
        seen++;
        if (seen == appends) {
          process.toHandle().destroyForcibly(); // what it said before can still be read
        }
        line = lines.readLine();
      }
      assertThat(seen).isGreaterThanOrEqualTo(appends);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    return last;
  }

  /** Answers the counter, the highest position, and how many events the outcomes tell of. */
  private static List<Long> sums(HikariDataSource pool) throws Exception {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT (SELECT \"last_position\" FROM \"counterfoil_counter\"),"
                    + " (SELECT coalesce(max(\"position\"), 0) FROM \"counterfoil_events\"),"
                    + " (SELECT coalesce(sum(\"event_count\"), 0) FROM"
                    + " \"counterfoil_outcomes\")")) {
      row.next();
      return List.of(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }
}
