package io.counterfoil.examples.bench;

import io.counterfoil.examples.bench.floor.PlainProjection;
import io.counterfoil.projection.ProjectionRunner;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Keeps {@code balance_view} up to date between start and stop. */
interface WindowKeeper extends AutoCloseable {
  Duration PATIENCE = Duration.ofSeconds(30);

  void start() throws Exception;

  void stop() throws Exception;

  @Override
  void close() throws IOException, SQLException;

  /** The library's runner, as it comes. */
  static WindowKeeper ours(WindowSide side) {
    ProjectionRunner runner = side.runner();
    return new WindowKeeper() {
      @Override
      public void start() {
        runner.start();
      }

      @Override
      public void stop() {
        if (!runner.stop(PATIENCE)) {
          throw new IllegalStateException("the runner does not stop");
        }
      }

      @Override
      public void close() {
        runner.close();
      }
    };
  }

  /** The hand-written loop. */
  static WindowKeeper floor(WindowSide side) throws SQLException {
    Connection connection = side.connect();
    PlainProjection loop = new PlainProjection(connection);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    return new WindowKeeper() {
      private Future<?> running = thread.submit(() -> {});

      @Override
      public void start() {
        running =
            thread.submit(
                () -> {
                  loop.follow();
                  return true;
                });
      }

      @Override
      public void stop() throws Exception {
        loop.stop();
        running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }

      @Override
      public void close() throws SQLException {
        thread.shutdownNow();
        connection.close();
      }
    };
  }
}
