package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.store.EventStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcProjectionOnH2Test extends JdbcProjectionSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.h2Memory();
  }

  @Test
  void leavesNoTraceOfErrorsWhereItsTablesAreAbsent(@TempDir Path directory) throws Exception {
    EventStore memory = InMemoryEventStore.of(AccountEvent.types());
    AccountEvent.deposit(memory, "a", 1);

    DataSource file = TestDatabases.h2File(directory).dataSource();

    for (int version = 1; version <= 2; version++) {
      JdbcProjection projection = balances(file).version(version).build();
      try (ProjectionRunner runner = ProjectionRunner.on(memory).run(projection).build()) {
        runner.catchUp();
      }
    }

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .isNotEmpty()
          .noneMatch(name -> name.endsWith(".trace.db"));
    }
  }
}
