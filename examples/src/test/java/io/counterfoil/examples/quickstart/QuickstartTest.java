package io.counterfoil.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.docs.ReadmeExamples;
import io.counterfoil.jdbc.TestDatabases;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class QuickstartTest {

  @Test
  void doesWhatTheReadmeSaysOnH2() throws Exception {
    assertThat(outputOn(TestDatabases.h2Memory().dataSource())).isEqualTo("ada has 7");
  }

  @Test
  void doesWhatTheReadmeSaysOnPostgreSql() throws Exception {
    assertThat(outputOn(TestDatabases.postgres().dataSource())).isEqualTo("ada has 7");
  }

  @Test
  void theReadmeShowsThisCode() {
    assertThat(ReadmeExamples.differences(Path.of("../README.md"), Path.of("src/main/java")))
        .isEmpty();
  }

  private static String outputOn(DataSource dataSource) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Quickstart.run(dataSource, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8).strip();
  }
}
