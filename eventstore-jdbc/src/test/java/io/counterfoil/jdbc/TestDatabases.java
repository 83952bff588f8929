package io.counterfoil.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes databases for tests: each call a fresh, empty one. The PostgreSQL server is started on
 * first use, once per JVM, and stopped when the JVM ends.
 */
public final class TestDatabases {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestDatabases() {}

  /** Makes a database on the embedded PostgreSQL server. */
  public static TestDatabase postgres() {
    String name = "test_" + COUNT.incrementAndGet();
    TestDatabase maintenance = onPostgres("postgres");
    maintenance.execute("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'");
    return onPostgres(name);
  }

  /** Makes a copy of a database of the embedded server that nobody is connected to. */
  static TestDatabase copyOf(String original) {
    String name = "test_" + COUNT.incrementAndGet();
    onPostgres("postgres").execute("CREATE DATABASE " + name + " TEMPLATE " + original);
    return onPostgres(name);
  }

  /** Makes an H2 database in memory, which lives as long as the JVM. */
  public static TestDatabase h2Memory() {
    return new TestDatabase(
        "jdbc:h2:mem:test_" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "sa", "");
  }

  /** Makes an H2 database in a file, which is closed with its last connection. */
  public static TestDatabase h2File(Path directory) {
    Path file = directory.resolve("test_" + COUNT.incrementAndGet()).toAbsolutePath();
    return new TestDatabase("jdbc:h2:file:" + file, "sa", "");
  }

  /** Names a database of the embedded server, whether it exists or not. */
  static TestDatabase onPostgres(String name) {
    return new TestDatabase(
        "jdbc:postgresql://localhost:" + Server.POSTGRES.getPort() + "/" + name, "postgres", "");
  }

  /** Starts the server when it is first touched. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server =
            EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("max_connections", "200")
                .setServerConfig("max_prepared_transactions", "20")
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException("the embedded PostgreSQL server did not start", e);
      }
    }

    private static void close(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
