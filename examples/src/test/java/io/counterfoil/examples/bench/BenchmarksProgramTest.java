package io.counterfoil.examples.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarksProgramTest {
  private static final Pace HASTE =
      new Pace(Duration.ofMillis(30), Duration.ofMillis(60), 1, 1_000, 128);
  private static final String NUMBER = "\\d+\\.\\d+";

  private record Run(int code, List<String> out, String err) {}

  private static Run run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new BenchmarksProgram(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), HASTE, HASTE)
            .run(arguments);
    return new Run(code, out.toString(UTF_8).lines().toList(), err.toString(UTF_8));
  }

  private static String url(TestDatabase database) {
    return database.url() + "?user=" + database.user();
  }

  @Test
  void measuresEveryWorkAndWritesALineForEach() throws SQLException {
    TestDatabase database = TestDatabases.postgres();

    Run run = run("--db", url(database));

    assertThat(run.err()).doesNotContain("failed");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .allMatch(
            line ->
                line.matches(
                    "bench [a-z0-9-]+ ours=%1$s (floor=%1$s ratio=%1$s|floor=- ratio=-)"
                        .formatted(NUMBER)))
        .extracting(line -> line.split(" ", -1)[1])
        .containsExactlyElementsOf(Works.names());
    assertThat(tablesIn(database)).isZero();
  }

  private static int tablesIn(TestDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
                    + " OR table_schema LIKE 'bench%'")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void measuresOnlyWhatIsNamed() {
    Run run =
        run(
            "load-100-events-per-s",
            "visible-p50-ms",
            "--full",
            "--db",
            url(TestDatabases.postgres()));

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .extracting(line -> line.split(" ", -1)[1])
        .containsExactly("load-100-events-per-s", "visible-p50-ms");
    assertThat(run.out().get(1)).endsWith(" floor=- ratio=-");
  }

  @Test
  void refusesANameThatIsNoWorkAndListsThoseThatAre() {
    Run run = run("load-100-events-per-s", "load-7-per-s");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith("benchmarks: there is no work named load-7-per-s; there are append-1-thread")
        .contains(Works.names());
  }

  @Test
  void refusesADatabaseThatIsNotPostgres() {
    Run run = run("--db", "jdbc:h2:mem:x");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("jdbc:postgresql:").doesNotContain("Exception");
  }

  @Test
  void listsTheWorks() {
    Run run = run("--list");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .extracting(line -> line.split(" ", -1)[0])
        .containsExactlyElementsOf(Works.names());
  }

  @Test
  void goesOnWhenAWorkFailsButSaysSo() {
    Run run =
        run(
            "load-100-events-per-s",
            "visible-p50-ms",
            "--db",
            "jdbc:postgresql://localhost:1/none?user=nobody");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("benchmarks: load-100-events-per-s failed")
        .contains("benchmarks: visible-p50-ms failed");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void startsAServerThatKeepsWhatItAcknowledges() throws Exception {
    try (Server server = Server.own(line -> {})) {
      assertThat(server.describe()).contains(", fsync=on, synchronous_commit=on;");
    }
  }
}
