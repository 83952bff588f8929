package io.counterfoil.jdbc.faults;

import io.counterfoil.jdbc.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that a test has for itself, to kill it and to start it again on its data.
 * What it says to be committed is on the disk.
 */
public final class OwnServer implements AutoCloseable {
  /**
   * Below those that clients are given: while a server is down, one of them could take its port.
   */
  private static final int LOWEST_PORT = 20_000;

  private static final int HIGHEST_PORT = 30_000;

  private final Path data;
  private final int port;
  private @Nullable EmbeddedPostgres server;

  private OwnServer(Path data) throws IOException {
    this.data = data;
    this.port = freePort();
  }

  private static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // taken; another one will be free
      }
    }
  }

  /** Starts a new server. */
  public static OwnServer on(Path data) throws IOException {
    OwnServer server = new OwnServer(data);
    server.start();
    return server;
  }

  /** Names the database that each server has from the beginning. */
  public TestDatabase database() {
    return new TestDatabase("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "");
  }

  /** Starts it again, where it was. */
  public void start() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setPort(port)
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPGStartupWait(Duration.ofMinutes(1))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
  }

  /** Copies a stopped server's data. */
  public OwnServer copiedTo(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(data.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return new OwnServer(folder);
  }

  /** Starts it as one that only follows others, as a replica does. */
  public void startAsStandby() throws IOException {
    Files.createFile(data.resolve("standby.signal"));
    start();
  }

  /** Kills all its processes as kill -9 does, and waits until they are gone. */
  public void kill() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    suspend(postmaster); // or it would start another backend that nobody kills
    List<ProcessHandle> backends = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    backends.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(postmaster);
    backends.forEach(OwnServer::awaitEnd);
    stop(); // or it would be stopped once more when the JVM ends, whoever then runs on its data
  }

  @Override
  public void close() throws IOException {
    stop();
  }

  /** Stops it as one should. */
  public void stop() throws IOException {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  private static void suspend(ProcessHandle process) throws IOException {
    Process command = new ProcessBuilder("sh", "-c", "kill -STOP " + process.pid()).start();
    if (command.onExit().join().exitValue() != 0) {
      throw new IOException("the process " + process.pid() + " could not be suspended");
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (process.isAlive()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the process " + process.pid() + " does not end");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
