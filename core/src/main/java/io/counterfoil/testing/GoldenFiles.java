package io.counterfoil.testing;

import io.counterfoil.serialization.EventVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder with a file for each stored form, named after it. */
final class GoldenFiles {
  private static final Pattern NAME = Pattern.compile("(.+)\\.v([1-9][0-9]{0,8})\\.json");
  private static final Comparator<EventVersion> ORDER =
      Comparator.comparing(EventVersion::type).thenComparing(EventVersion::schemaVersion);

  private final Path folder;

  GoldenFiles(Path folder) {
    this.folder = Objects.requireNonNull(folder, "folder");
  }

  /** Names the file of a form; what a file system may not like in a name is escaped. */
  String nameOf(EventVersion version) {
    String type = URLEncoder.encode(version.type(), StandardCharsets.UTF_8).replace("*", "%2A");
    return type + ".v" + version.schemaVersion() + ".json";
  }

  Map<EventVersion, String> read() {
    Map<EventVersion, String> forms = new TreeMap<>(ORDER);
    for (Path file : list()) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      if (!name.matches()) {
        throw new AssertionError(
            file + " is no golden file: their names are like MoneyWithdrawn.v1.json");
      }
      String type = URLDecoder.decode(name.group(1), StandardCharsets.UTF_8);
      forms.put(new EventVersion(type, Integer.parseInt(name.group(2))), text(file));
    }
    return forms;
  }

  private List<Path> list() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends of lines are not part of the form: editors and version control change them. */
  private static String text(Path file) {
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(EventVersion version, String text) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(nameOf(version));
      if (!Files.exists(file) || !text(file).equals(text)) {
        Files.writeString(file, text + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
