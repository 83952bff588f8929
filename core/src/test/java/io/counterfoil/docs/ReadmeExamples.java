package io.counterfoil.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the Java examples of a README with code that is compiled and run by tests.
 *
 * <p>In a test source, mark the example:
 *
 * <pre>{@code
 * // tag::create[]
 * EventStore store = InMemoryEventStore.of(types);
 * // end::create[]
 * }</pre>
 *
 * <p>In the README, put a comment above the block, on the line before its fence or with an empty
 * line between, that names the file (from the source root) and the region:
 *
 * <pre>{@literal
 * <!-- example: io/counterfoil/memory/ReadmeTest.java#create -->
 * }</pre>
 *
 * <p>And in a test, which runs with the module's folder as its working directory:
 *
 * <pre>{@code
 * assertThat(ReadmeExamples.differences(Path.of("README.md"), Path.of("src/test/java"))).isEmpty();
 * }</pre>
 *
 * <p>Common indentation and blanks at the ends of lines do not count. Regions may nest: marks
 * inside a region are not part of it. Every {@code java} block needs its comment.
 */
public final class ReadmeExamples {
  private static final Pattern COMMENT =
      Pattern.compile("<!--\\s*example:\\s*([^#\\s]+)#(\\S+)\\s*-->");
  private static final Pattern MARK = Pattern.compile("\\s*//\\s*(tag|end)::[^\\[]+\\[]\\s*");

  private final Path readme;
  private final List<Path> sources;
  private final List<String> differences = new ArrayList<>();

  private ReadmeExamples(Path readme, List<Path> sources) {
    this.readme = readme;
    this.sources = sources;
  }

  /**
   * Compares each Java block of a README with the region that it names.
   *
   * @param readme the README
   * @param sources the source roots that the comments' paths may begin at, of other modules too;
   *     the first that has the file counts
   * @return what differs, a sentence each; empty if the README is true. A README without any Java
   *     block is a difference too: then there is nothing to compare
   */
  public static List<String> differences(Path readme, Path... sources) {
    ReadmeExamples examples = new ReadmeExamples(readme, List.of(sources));
    examples.compare();
    return List.copyOf(examples.differences);
  }

  private void compare() {
    List<String> lines = read(readme);
    int blocks = 0;
    String above = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        int end = closing(lines, i + 1);
        if (line.strip().equals("```java")) {
          blocks++;
          compare(i + 1, above, lines.subList(i + 1, end));
        }
        i = end;
      }
      if (!line.isBlank()) {
        above = line;
      }
    }
    if (blocks == 0) {
      differences.add(readme + " has no Java block to compare");
    }
  }

  private static int closing(List<String> lines, int from) {
    int end = from;
    while (end < lines.size() && !lines.get(end).strip().equals("```")) {
      end++;
    }
    return end;
  }

  private void compare(int line, String above, List<String> shown) {
    String where = readme + ", line " + line + ": ";
    Matcher comment = COMMENT.matcher(above.strip());
    if (!comment.matches()) {
      differences.add(where + "the Java block has no <!-- example: path/To/Class.java#name -->");
      return;
    }
    Optional<Path> file =
        sources.stream()
            .map(root -> root.resolve(comment.group(1)))
            .filter(Files::isRegularFile)
            .findFirst();
    if (file.isEmpty()) {
      differences.add(where + "there is no file " + comment.group(1) + " in " + sources);
      return;
    }
    Optional<List<String>> region = region(read(file.get()), comment.group(2));
    if (region.isEmpty()) {
      differences.add(where + file.get() + " has no region tag::" + comment.group(2) + "[]");
    } else if (!flush(region.get()).equals(flush(shown))) {
      differences.add(
          where
              + "the block is not what "
              + above.strip()
              + " names; the code is:\n"
              + String.join("\n", flush(region.get())));
    }
  }

  private static Optional<List<String>> region(List<String> source, String name) {
    int begin = lineWith(source, "tag::" + name + "[]");
    int end = lineWith(source, "end::" + name + "[]");
    if (begin < 0 || end < begin) {
      return Optional.empty();
    }
    return Optional.of(
        source.subList(begin + 1, end).stream()
            .filter(line -> !MARK.matcher(line).matches())
            .toList());
  }

  private static int lineWith(List<String> source, String mark) {
    for (int i = 0; i < source.size(); i++) {
      if (MARK.matcher(source.get(i)).matches() && source.get(i).contains(mark)) {
        return i;
      }
    }
    return -1;
  }

  /** Takes away the indentation that all lines share. */
  private static List<String> flush(List<String> lines) {
    return String.join("\n", lines)
        .stripTrailing() // a blank last line would count as one without indentation
        .stripIndent()
        .strip()
        .lines()
        .map(String::stripTrailing)
        .toList();
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
