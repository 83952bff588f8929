package io.counterfoil.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DuelTest {
  private static final Pace THREE_ROUNDS =
      new Pace(Duration.ofMillis(2), Duration.ofMillis(1), 3, 0, 0);

  private final List<String> turns = new ArrayList<>();

  /** Answers what it is told to, whatever the duration. */
  private Contender contender(String name, Double... figures) {
    Iterator<Double> next = List.of(figures).iterator();
    return duration -> {
      turns.add(name + " " + duration.toMillis());
      return next.next();
    };
  }

  private static Setting setting() {
    return new Setting(Server.own(line -> {}), THREE_ROUNDS, line -> {});
  }

  @Test
  void takesTheMedianOfTheRoundsAndNotTheWarmUp() throws Exception {
    Figures figures =
        Duel.between(
            contender("ours", 1.0, 30.0, 10.0, 20.0),
            contender("floor", 900.0, 7.0, 9.0, 8.0),
            setting());

    assertThat(figures).isEqualTo(new Figures(20, Optional.of(8.0)));
  }

  @Test
  void letsThemWorkInTurnsAndBeginInTurns() throws Exception {
    Duel.between(
        contender("ours", 1.0, 1.0, 1.0, 1.0), contender("floor", 1.0, 1.0, 1.0, 1.0), setting());

    assertThat(turns)
        .containsExactly(
            "ours 2", "floor 2", "floor 1", "ours 1", "ours 1", "floor 1", "floor 1", "ours 1");
  }

  @Test
  void measuresOursAloneWhereThereIsNoFloor() throws Exception {
    Figures figures = Duel.alone(contender("ours", 1.0, 3.0, 2.0, 4.0), setting());

    assertThat(figures).isEqualTo(new Figures(3, Optional.empty()));
  }
}
