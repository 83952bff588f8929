package io.counterfoil.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeExamplesTest {
  @TempDir Path folder = Path.of("set by JUnit");

  @BeforeEach
  void writeSource() throws IOException {
    Files.writeString(
        folder.resolve("Sample.java"),
        """
        class Sample {
          // tag::all[]
          void run() {
            // tag::one[]
            int a = 1;
            // end::one[]
          }
          // end::all[]
        }
        """);
  }

  @Test
  void acceptsBlocksThatSayWhatTheRegionsSay() throws IOException {
    Path readme =
        readme(
            """
            # Title
            <!-- example: Sample.java#one -->
            ```java
            int a = 1;
            ```

            <!-- example: Sample.java#all -->

            ```java
            void run() {
              int a = 1;
            }
            ```
            """);

    assertThat(ReadmeExamples.differences(readme, folder)).isEmpty();
  }

  @Test
  void reportsABlockThatDiffers() throws IOException {
    Path readme = readme("<!-- example: Sample.java#one -->\n```java\nint a = 2;\n```\n");

    assertThat(ReadmeExamples.differences(readme, folder))
        .singleElement()
        .asString()
        .contains("line 2", "Sample.java#one", "int a = 1;");
  }

  @Test
  void reportsABlockWithoutItsComment() throws IOException {
    Path readme = readme("<!-- example: Sample.java#one -->\ntext\n```java\nint a = 1;\n```\n");

    assertThat(ReadmeExamples.differences(readme, folder))
        .singleElement()
        .asString()
        .contains("line 3", "has no <!-- example:");
  }

  /** What lies between an opening fence and the next opening one is lost to readers. */
  @Test
  void reportsABlockThatIsNotClosed() throws IOException {
    Path readme =
        readme(
            """
            <!-- example: Sample.java#one -->
            ```java
            int a = 1;
            ```java
            ```
            """);

    assertThat(ReadmeExamples.differences(readme, folder))
        .singleElement()
        .asString()
        .contains("line 2", "Sample.java#one");
  }

  @Test
  void reportsAMissingFileAndAMissingRegion() throws IOException {
    Path readme =
        readme(
            """
            <!-- example: None.java#one -->
            ```java
            ```
            <!-- example: Sample.java#two -->
            ```java
            ```
            """);

    assertThat(ReadmeExamples.differences(readme, folder))
        .satisfiesExactly(
            first -> assertThat(first).contains("no file", "None.java"),
            second -> assertThat(second).contains("no region tag::two[]"));
  }

  @Test
  void findsRegionsInSeveralRoots() throws IOException {
    Path readme = readme("<!-- example: Sample.java#one -->\n```java\nint a = 1;\n```\n");

    assertThat(ReadmeExamples.differences(readme, folder.resolve("none"), folder)).isEmpty();
  }

  @Test
  void reportsAReadmeWithNothingToCompare() throws IOException {
    Path readme = readme("# Title\n```shell\nmvn test\n```\n");

    assertThat(ReadmeExamples.differences(readme, folder))
        .singleElement()
        .asString()
        .contains("no Java block");
  }

  private Path readme(String text) throws IOException {
    return Files.writeString(folder.resolve("README.md"), text);
  }
}
