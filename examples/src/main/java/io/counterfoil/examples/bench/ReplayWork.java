package io.counterfoil.examples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Replays the whole log, every payload decoded, in a JVM of its own with a heap of 256 MB. The
 * short form replays 200,000 events, the full one 1,000,000.
 */
final class ReplayWork implements Work.Measurement {
  private static final int EVENTS_EACH = 100;
  private static final String ADDRESS = "COUNTERFOIL_BENCH_DB"; // a command line can be seen by all
  private static final String FIGURES = "figures ";

  @Override
  public Figures in(Setting setting) throws Exception {
    try (Tables tables = Tables.ofOurs(setting.server())) {
      Accounts.fill(tables, setting.pace().replayedEvents() / EVENTS_EACH, EVENTS_EACH);
      return inChild(setting);
    }
  }

  private static Figures inChild(Setting setting) throws Exception {
    Pace pace = setting.pace();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            ReplayChild.class.getName(),
            Long.toString(pace.warmUp().toMillis()),
            Long.toString(pace.round().toMillis()),
            Integer.toString(pace.rounds()));
    builder.environment().put(ADDRESS, setting.server().url());
    Process child = builder.redirectErrorStream(true).start();
    Optional<Figures> figures = Optional.empty();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(FIGURES)) {
          figures = Optional.of(read(line));
        } else {
          setting.progress().accept(line);
        }
      }
    }
    int code = child.waitFor();
    return figures.orElseThrow(
        () -> new IOException("the replaying JVM ended with " + code + " and without figures"));
  }

  static String address() {
    return System.getenv(ADDRESS);
  }

  /** What the child writes last. */
  static String write(Figures figures) {
    return String.format(
        Locale.ROOT, FIGURES + "%.1f %.1f", figures.ours(), figures.floor().orElseThrow());
  }

  private static Figures read(String line) {
    List<String> numbers = List.of(line.substring(FIGURES.length()).split(" ", -1));
    return new Figures(
        Double.parseDouble(numbers.get(0)), Optional.of(Double.parseDouble(numbers.get(1))));
  }
}
