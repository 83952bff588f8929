package io.counterfoil.testing.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.counterfoil.testing.AggregateFixture;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the same two tests, of which one fails, in JVMs of their own: each with the library, what it
 * depends on, one test framework (the build puts them into {@code target/runners}), and no more.
 */
class RunnersTest {
  private static final Path SOURCES = Path.of("src/test/resources/runners");
  private static final Path FRAMEWORKS = Path.of("target/runners");
  private static final String WRONG = "the events are not the expected ones: 1 differs";

  @TempDir static Path classes = Path.of("set by JUnit");

  private record Run(int code, String output) {}

  @BeforeAll
  static void compile() throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<Path> places = new ArrayList<>(library());
    places.addAll(jars("junit5"));
    places.addAll(jars("testng"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-d", classes.toString(), "-proc:none", "-classpath", classPath(places)),
                  null,
                  files.getJavaFileObjectsFromPaths(sources()))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  /** They end in .txt, so that no tool takes them for code of this build. */
  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".java.txt", ".java");
        sources.add(Files.copy(file, classes.resolve(name)));
      }
    }
    return sources;
  }

  @Test
  void runsUnderJUnit5() throws Exception {
    Run run = run(jars("junit5"), "org.junit.platform.console.ConsoleLauncher", jupiter());

    assertThat(run.output())
        .contains("1 tests successful", "1 tests failed", WRONG)
        .doesNotContain("NoClassDefFoundError");
    assertThat(run.code()).isNotZero();
  }

  @Test
  void runsUnderJUnit6() throws Exception {
    Run run = run(jars("junit6"), "org.junit.platform.console.ConsoleLauncher", jupiter());

    assertThat(run.output())
        .contains("1 tests successful", "1 tests failed", WRONG)
        .doesNotContain("NoClassDefFoundError");
    assertThat(run.code()).isNotZero();
  }

  private static String[] jupiter() {
    return new String[] {"execute", "--select-class=JupiterSuite", "--disable-ansi-colors"};
  }

  @Test
  void runsUnderTestNg() throws Exception {
    Run run =
        run(
            jars("testng"),
            "org.testng.TestNG",
            "-testclass",
            "TestNgSuite",
            "-d",
            "reports",
            "-verbose",
            "2");

    assertThat(run.output()).contains("Total tests run: 2, Passes: 1, Failures: 1", WRONG);
    assertThat(run.code()).isNotZero();
  }

  @Test
  void runsInAPlainMain() throws Exception {
    Run run = run(List.of(), "PlainMain");

    assertThat(run.output()).containsOnlyOnce("passed").contains("AssertionError: " + WRONG);
    assertThat(run.code()).isNotZero();
  }

  private static Run run(List<Path> framework, String main, String... arguments)
      throws IOException, InterruptedException, URISyntaxException {
    List<Path> places = new ArrayList<>(library());
    places.addAll(framework);
    places.add(classes);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(places), main));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(classes, "run", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(classes.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(main).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readString(output));
  }

  /** The library and its dependencies at compile scope. */
  private static List<Path> library() throws URISyntaxException {
    List<Path> places = new ArrayList<>();
    for (Class<?> one :
        List.of(
            AggregateFixture.class,
            JsonMapper.class,
            JsonParser.class,
            JsonProperty.class,
            Logger.class)) {
      places.add(Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    return places;
  }

  private static List<Path> jars(String framework) throws IOException {
    try (Stream<Path> files = Files.list(FRAMEWORKS.resolve(framework))) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  private static String classPath(List<Path> places) {
    return places.stream()
        .map(place -> place.toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
