package io.counterfoil.examples.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The JVM that keeps the read models while another one appends, and its parent's end of it. */
public final class WindowChild {
  private static final String ADDRESS = "COUNTERFOIL_BENCH_DB"; // a command line can be seen by all
  private static final String DONE = "done";

  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;
  private final Consumer<String> progress;

  private WindowChild(Process process, Consumer<String> progress) {
    this.process = process;
    this.orders =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.progress = progress;
  }

  static WindowChild start(Setting setting) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            WindowChild.class.getName());
    builder.environment().put(ADDRESS, setting.server().url());
    return new WindowChild(builder.redirectErrorStream(true).start(), setting.progress());
  }

  /** Answers what orders the child to keep a read model. */
  WindowKeeper keeper(String name) {
    return new WindowKeeper() {
      @Override
      public void start() throws IOException {
        order("start " + name);
      }

      @Override
      public void stop() throws IOException {
        order("stop " + name);
      }

      @Override
      public void close() throws IOException {
        orders.close(); // it ends by itself then
        try {
          if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
      }
    };
  }

  private void order(String line) throws IOException {
    orders.write(line + "\n");
    orders.flush();
    for (@Nullable String answer = answers.readLine();
        !DONE.equals(answer);
        answer = answers.readLine()) {
      if (answer == null) {
        throw new IOException("the JVM that keeps the read models ended at '" + line + "'");
      }
      progress.accept(answer);
    }
  }

  /**
   * Keeps what its standard input names, until that ends.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws Exception {
    Server server = Server.at(System.getenv(ADDRESS), System.out::println);
    WindowSide ours = WindowSide.of(server, "ours");
    WindowSide floor = WindowSide.of(server, "floor");
    try (WindowKeeper first = WindowKeeper.ours(ours);
        WindowKeeper second = WindowKeeper.floor(floor);
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        String[] order = line.split(" ", -1);
        WindowKeeper keeper = order[1].equals("ours") ? first : second;
        if (order[0].equals("start")) {
          keeper.start();
        } else {
          keeper.stop();
        }
        System.out.println(DONE);
      }
    } finally {
      ours.disconnect();
      floor.disconnect();
    }
  }
}
