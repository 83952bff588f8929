package io.counterfoil.examples.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests run on the class path; this one looks whether the modules fit together as well. */
class ModulePathTest {
  private static final Set<String> OURS =
      Set.of(
          "io.counterfoil.core",
          "io.counterfoil.memory",
          "io.counterfoil.jdbc",
          "io.counterfoil.projection");

  private static final String HOST_MODULE =
      """
      module host {
        requires io.counterfoil.memory;
        requires io.counterfoil.jdbc;
        requires io.counterfoil.projection;
        opens host to tools.jackson.databind;
      }
      """;

  private static final String HOST_EVENT =
      """
      package host;
      public record Event1(long cents) implements io.counterfoil.Event {
        static io.counterfoil.store.EventStore store(javax.sql.DataSource database) {
          return io.counterfoil.jdbc.JdbcEventStore.on(
              database, io.counterfoil.serialization.EventTypes.of(Event1.class));
        }
      }
      """;

  private static Path[] places() {
    return Stream.of(classPath().split(Pattern.quote(File.pathSeparator)))
        .map(Path::of)
        .filter(ModulePathTest::isOursOrNeeded)
        .toArray(Path[]::new);
  }

  private static ModuleLayer layer() {
    Path[] places = places();
    ModuleLayer boot = ModuleLayer.boot();
    Configuration modules =
        boot.configuration().resolve(ModuleFinder.of(places), ModuleFinder.of(), OURS);
    return boot.defineModulesWithOneLoader(modules, ClassLoader.getPlatformClassLoader());
  }

  /**
   * Surefire may hide the class path in the manifest of a jar of its own, and then tells it here.
   */
  private static String classPath() {
    String told = System.getProperty("surefire.test.class.path");
    return told != null ? told : System.getProperty("java.class.path");
  }

  private static boolean isOursOrNeeded(Path place) {
    String path = place.toString().replace('\\', '/');
    boolean module = !ModuleFinder.of(place).findAll().isEmpty();
    return module
        && !path.contains("test")
        && (path.contains("jackson") || path.contains("slf4j-api") || isOurs(place));
  }

  private static boolean isOurs(Path place) {
    return ModuleFinder.of(place).findAll().stream()
        .anyMatch(module -> OURS.contains(module.descriptor().name()));
  }

  @Test
  void allModulesResolveAndAStoreRunsInsideThem() throws Exception {
    ModuleLayer layer = layer();

    Class<?> types =
        layer
            .findLoader("io.counterfoil.core")
            .loadClass("io.counterfoil.serialization.EventTypes");
    Object none = types.getMethod("of", Class[].class).invoke(null, (Object) new Class<?>[0]);
    Class<?> memory =
        layer
            .findLoader("io.counterfoil.memory")
            .loadClass("io.counterfoil.memory.InMemoryEventStore");
    Object store = memory.getMethod("of", types).invoke(null, none);

    assertThat(memory.getModule().getName()).isEqualTo("io.counterfoil.memory");
    assertThat(store).hasToString("InMemoryEventStore[events=0, streams=0]");
  }

  @Test
  void aModularHostCompilesAgainstTheirRuntimeDependenciesAlone(@TempDir Path folder)
      throws IOException {
    Path module = Files.writeString(folder.resolve("module-info.java"), HOST_MODULE);
    Path event = Files.writeString(folder.resolve("Event1.java"), HOST_EVENT);
    String path =
        Stream.of(places()).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    StringWriter said = new StringWriter();
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      boolean compiled =
          javac
              .getTask(
                  said,
                  files,
                  null,
                  List.of("--release", "17", "--module-path", path, "-d", folder.toString()),
                  null,
                  files.getJavaFileObjects(module, event))
              .call();

      assertThat(said.toString()).isEmpty();
      assertThat(compiled).isTrue();
    }
  }

  @Test
  void exportsOnlyTheApi() {
    List<String> exported =
        layer().modules().stream()
            .filter(module -> OURS.contains(module.getName()))
            .flatMap(module -> module.getDescriptor().exports().stream())
            .filter(export -> !export.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .sorted()
            .collect(Collectors.toList());

    assertThat(exported)
        .containsExactly(
            "io.counterfoil",
            "io.counterfoil.command",
            "io.counterfoil.jdbc",
            "io.counterfoil.memory",
            "io.counterfoil.projection",
            "io.counterfoil.projection.jdbc",
            "io.counterfoil.projection.testing",
            "io.counterfoil.serialization",
            "io.counterfoil.store",
            "io.counterfoil.testing",
            "io.counterfoil.transfer");
  }
}
