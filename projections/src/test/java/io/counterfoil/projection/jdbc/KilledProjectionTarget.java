package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.ProjectionRunner;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The process that is killed: runs a projection for ever, once it is told to begin, and says when
 * it has handled a certain number of events. Then it stands still inside the batch, or goes on.
 */
final class KilledProjectionTarget {
  static final String STILL = "still";
  static final String BEGIN = "begin";
  static final String REACHED = "reached";
  static final int BATCH = 40;

  private KilledProjectionTarget() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    TestDatabase database = new TestDatabase(arguments[0], "postgres", "");
    int wanted = Integer.parseInt(arguments[1]);
    boolean still = arguments[2].equals(STILL);
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    AtomicInteger handled = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    JdbcProjection projection =
        AddedUp.in(
            database.dataSource(),
            sql -> {
              if (handled.incrementAndGet() == wanted) {
                out.println(REACHED);
                if (still) {
                  never.await();
                }
              }
            });
    ProjectionRunner runner =
        ProjectionRunner.on(JdbcEventStore.on(database.dataSource(), AccountEvent.types()))
            .batchSize(BATCH)
            .run(projection)
            .build();
    if (System.in.read() >= 0) { // what is loaded up to here is loaded while another one runs
      runner.start();
      never.await();
    }
  }
}
