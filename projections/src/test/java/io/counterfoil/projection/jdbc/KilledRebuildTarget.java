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

/** The process that is killed: rebuilds a read model again and again, once it is told to begin. */
final class KilledRebuildTarget {
  static final String BEGINS = "begins";

  private KilledRebuildTarget() {}

  public static void main(String[] arguments) throws IOException {
    TestDatabase database = new TestDatabase(arguments[0], "postgres", "");
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    ProjectionRunner runner =
        ProjectionRunner.on(JdbcEventStore.on(database.dataSource(), AccountEvent.types()))
            .batchSize(100)
            .run(AddedUp.in(database.dataSource(), sql -> {}))
            .build();
    if (System.in.read() >= 0) {
      while (true) {
        out.println(BEGINS);
        runner.rebuild(AddedUp.NAME);
        runner.generations(AddedUp.NAME).dropRetired();
      }
    }
  }
}
