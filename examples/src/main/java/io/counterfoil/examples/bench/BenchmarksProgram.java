package io.counterfoil.examples.bench;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program: measures what the command line names, and writes a line for each. */
@Command(
    name = "benchmarks",
    description = {
      "Measure Counterfoil beside the shortest hand-written code that does the same.",
      "The last lines, one for each work: bench NAME ours=X floor=Y ratio=R"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all is well",
      "1:a work failed",
      "2:the command line is not what it should be"
    })
final class BenchmarksProgram implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;
  private final Pace normal;
  private final Pace thorough;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "What to measure. Default: everything")
  private List<String> names = new ArrayList<>();

  @Option(names = "--full", description = "Measure longer, and replay 1,000,000 events.")
  private boolean full;

  @Option(
      names = "--db",
      paramLabel = "JDBC-URL",
      description = {
        "The database, jdbc:postgresql:…; tables that begin with bench_ are dropped there.",
        "Default: a PostgreSQL of its own, with fsync on"
      })
  private @Nullable String url;

  @Option(names = "--list", description = "List the works and end.")
  private boolean list;

  BenchmarksProgram(PrintStream out, PrintStream err, Pace normal, Pace thorough) {
    this.out = out;
    this.err = err;
    this.normal = normal;
    this.thorough = thorough;
  }

  /** Runs the program and answers its exit code. */
  int run(String... arguments) {
    return new CommandLine(this)
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler(
            (e, given) -> {
              complain(String.valueOf(e.getMessage()));
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (e, commandLine, parsed) -> {
              complain(e.toString());
              return CommandLine.ExitCode.SOFTWARE;
            })
        .execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    List<Work> works = chosen();
    if (list) {
      works.forEach(work -> out.printf("%-40s %s%n", work.name(), work.description()));
      return CommandLine.ExitCode.OK;
    }
    List<String> lines = new ArrayList<>();
    try (Server server = server()) {
      Setting setting = new Setting(server, full ? thorough : normal, err::println);
      for (Work work : works) {
        measure(work, setting).ifPresent(lines::add);
      }
    }
    lines.forEach(out::println);
    return lines.size() == works.size() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private List<Work> chosen() {
    List<String> unknown = new ArrayList<>(names);
    unknown.removeAll(Works.names());
    if (!unknown.isEmpty()) {
      throw wrong(
          "there is no work named "
              + String.join(", ", unknown)
              + "; there are "
              + String.join(", ", Works.names()));
    }
    return Works.ALL.stream()
        .filter(work -> names.isEmpty() || names.contains(work.name()))
        .toList();
  }

  private Server server() {
    if (url == null) {
      return Server.own(err::println);
    }
    if (!url.startsWith("jdbc:postgresql:")) {
      throw wrong("the benchmarks run on PostgreSQL; give --db a URL that begins jdbc:postgresql:");
    }
    return Server.at(url, err::println);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec, "spec").commandLine(), message);
  }

  /** One work that fails leaves the others alone. */
  private Optional<String> measure(Work work, Setting setting) {
    err.println(work.name() + ": " + work.description());
    try {
      String line = work.line(work.measurement().in(setting));
      err.println("  " + line);
      return Optional.of(line);
    } catch (Exception e) {
      complain(work.name() + " failed");
      e.printStackTrace(err);
      return Optional.empty();
    }
  }

  private void complain(String line) {
    err.println("benchmarks: " + line);
  }
}
