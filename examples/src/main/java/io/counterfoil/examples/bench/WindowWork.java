package io.counterfoil.examples.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The consistency window: how long after an append its row can be read. Ours and the floor work in
 * turns; all events of all rounds count. What is measured once serves all figures.
 */
final class WindowWork {
  /** Where the read model is kept. */
  interface Place {
    WindowKeepers keepers(Setting setting, WindowSide ours, WindowSide floor) throws Exception;
  }

  /**
   * Both contenders' keepers.
   *
   * @param ours the library's
   * @param floor the hand-written one
   */
  record WindowKeepers(WindowKeeper ours, WindowKeeper floor) implements AutoCloseable {
    @Override
    public void close() throws IOException, SQLException {
      try {
        ours.close();
      } finally {
        floor.close();
      }
    }
  }

  private record Measured(Setting setting, Load ours, Load floor) {}

  private final Place place;
  private @Nullable Measured last;

  private WindowWork(Place place) {
    this.place = place;
  }

  /** The appends wake the runner. */
  static WindowWork inOneJvm() {
    return new WindowWork(
        (setting, ours, floor) ->
            new WindowKeepers(WindowKeeper.ours(ours), WindowKeeper.floor(floor)));
  }

  /** The runner finds the events by looking at the log. */
  static WindowWork acrossJvms() {
    return new WindowWork(
        (setting, ours, floor) -> {
          WindowChild child = WindowChild.start(setting);
          return new WindowKeepers(child.keeper("ours"), child.keeper("floor"));
        });
  }

  Work.Measurement told(ToDoubleFunction<Load> figure) {
    return setting -> {
      Measured measured = last;
      if (measured == null || !measured.setting().equals(setting)) {
        measured = measure(setting);
        last = measured;
      }
      return new Figures(
          figure.applyAsDouble(measured.ours()),
          Optional.of(figure.applyAsDouble(measured.floor())));
    };
  }

  private Measured measure(Setting setting) throws Exception {
    Pace pace = setting.pace();
    List<Long> ours = new ArrayList<>();
    List<Long> floor = new ArrayList<>();
    try (WindowSide oursSide = WindowSide.fresh(setting.server(), "ours");
        WindowSide floorSide = WindowSide.fresh(setting.server(), "floor");
        WindowKeepers keepers = place.keepers(setting, oursSide, floorSide)) {
      round(keepers.ours(), oursSide, pace.warmUp());
      round(keepers.floor(), floorSide, pace.warmUp());
      for (int number = 1; number <= pace.rounds(); number++) {
        List<Long> one = round(keepers.ours(), oursSide, pace.round());
        List<Long> other = round(keepers.floor(), floorSide, pace.round());
        ours.addAll(one);
        floor.addAll(other);
        setting
            .progress()
            .accept(
                String.format(
                    Locale.ROOT,
                    "  round %d of %d  p99 of ours %.3f  of floor %.3f",
                    number,
                    pace.rounds(),
                    load(one).p99Millis(),
                    load(other).p99Millis()));
      }
    }
    return new Measured(setting, load(ours), load(floor));
  }

  private static List<Long> round(WindowKeeper keeper, WindowSide side, Duration duration)
      throws Exception {
    keeper.start();
    try {
      return WindowRound.on(side, duration);
    } finally {
      keeper.stop();
    }
  }

  private static Load load(List<Long> nanos) {
    return new Load(1, nanos.stream().mapToLong(Long::longValue).toArray());
  }
}
