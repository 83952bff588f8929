package io.counterfoil.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.docs.ReadmeExamples;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void showsTheProgramsOwnCode() {
    assertThat(ReadmeExamples.differences(Path.of("README.md"), Path.of("src/main/java")))
        .isEmpty();
  }
}
