package io.counterfoil.examples.bank.progress;

import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a bar with the rate and the time left, which leave it some room in 80 columns. */
public final class Bar implements Progress {
  private static final int UPDATE_MILLIS = 200;
  private static final int UNKNOWN = -1;

  private final ProgressBar bar;
  private long begun;

  /**
   * Shows a bar.
   *
   * @param task what is done
   * @param terminal where to show it
   */
  public Bar(String task, PrintStream terminal) {
    this.bar =
        ProgressBar.builder()
            .setTaskName(task)
            .setInitialMax(UNKNOWN)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .showSpeed(new DecimalFormat("0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .setSpeedUnit(ChronoUnit.SECONDS)
            .setConsumer(new ConsoleProgressBarConsumer(terminal))
            .build();
  }

  @Override
  public synchronized void step() {
    bar.step();
  }

  @Override
  public synchronized void at(long done, long total) {
    bar.maxHint(Math.max(done, total));
    bar.stepTo(done);
  }

  @Override
  public synchronized void estimate(long size, long read) {
    begun++;
    if (size > 0 && read > 0) {
      bar.maxHint(Math.max(begun, Math.round((double) begun * size / read)));
    }
  }

  @Override
  public synchronized void close() {
    bar.close();
  }
}
