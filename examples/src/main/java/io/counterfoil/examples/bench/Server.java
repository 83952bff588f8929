package io.counterfoil.examples.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL that works run on: one that the user names, or one of the program's own, which is
 * started on first use and keeps on the disk what it has acknowledged.
 */
final class Server implements AutoCloseable {
  private final Consumer<String> progress;
  private @Nullable String url;
  private @Nullable EmbeddedPostgres own;

  private Server(@Nullable String url, Consumer<String> progress) {
    this.url = url;
    this.progress = progress;
  }

  static Server own(Consumer<String> progress) {
    return new Server(null, progress);
  }

  static Server at(String url, Consumer<String> progress) {
    return new Server(url, progress);
  }

  String url() throws IOException, SQLException {
    String known = url;
    if (known == null) {
      known = start();
      url = known;
      progress.accept(describe());
    }
    return known;
  }

  private String start() throws IOException {
    EmbeddedPostgres started =
        EmbeddedPostgres.builder()
            .setPGStartupWait(Duration.ofMinutes(1))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "300")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB") // no checkpoint amid a round
            .start();
    own = started;
    return "jdbc:postgresql://localhost:" + started.getPort() + "/postgres?user=postgres";
  }

  /** Says on what the figures were measured. */
  String describe() throws IOException, SQLException {
    return String.format(
        Locale.ROOT,
        "PostgreSQL %s, fsync=%s, synchronous_commit=%s; Java %s, %d cores",
        ask("SHOW server_version"),
        ask("SHOW fsync"),
        ask("SHOW synchronous_commit"),
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
  }

  private String ask(String question) throws IOException, SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  void execute(String... statements) throws IOException, SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  Connection connect() throws IOException, SQLException {
    return DriverManager.getConnection(url());
  }

  HikariDataSource pool(int connections) throws IOException, SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url());
    config.setMaximumPoolSize(connections);
    config.setPoolName("bench");
    return new HikariDataSource(config);
  }

  @Override
  public void close() throws IOException {
    if (own != null) {
      own.close();
    }
  }
}
