package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles a host that is a module of its own, and loads it into a layer. */
class ModularHostTest {
  private final JsonCodec codec = JsonCodec.create();

  @Test
  void tellsAClosedModuleWhatToOpen(@TempDir Path directory) throws Exception {
    Class<?> event = eventOf(directory, "module host { }");

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> codec.check(event))
        .withMessageContaining("the module host keeps host.Paid closed")
        .withMessageContaining("opens host to tools.jackson.databind");
  }

  @Test
  void readsTheRecordsOfAModuleThatOpensItsPackage(@TempDir Path directory) throws Exception {
    Class<?> event = eventOf(directory, "module host { opens host; }");

    Object read = codec.decode("{\"cents\":5}", event);

    assertThat(codec.encode(read)).isEqualTo("{\"cents\":5}");
  }

  private static Class<?> eventOf(Path directory, String declaration) throws Exception {
    compile(directory, declaration);
    ModuleLayer boot = ModuleLayer.boot();
    Configuration host =
        boot.configuration()
            .resolve(
                ModuleFinder.of(directory.resolve("classes")), ModuleFinder.of(), Set.of("host"));
    ClassLoader parent = ClassLoader.getSystemClassLoader();
    return boot.defineModulesWithOneLoader(host, parent).findLoader("host").loadClass("host.Paid");
  }

  private static void compile(Path directory, String declaration) throws IOException {
    Path module = Files.writeString(directory.resolve("module-info.java"), declaration);
    Path event =
        Files.writeString(
            directory.resolve("Paid.java"), "package host; record Paid(long cents) {}");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                directory.resolve("classes").toString(),
                module.toString(),
                event.toString());
    assertThat(result).isZero();
  }
}
