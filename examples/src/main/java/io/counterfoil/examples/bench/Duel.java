package io.counterfoil.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets the contenders work in turns, in short rounds: whatever else the machine does, it does to
 * both. Who begins changes from round to round. Of the rounds the median counts.
 */
final class Duel {
  private final Setting setting;
  private final List<Side> sides = new ArrayList<>();

  private Duel(Setting setting) {
    this.setting = setting;
  }

  static Figures between(Contender ours, Contender floor, Setting setting) throws Exception {
    Duel duel = new Duel(setting);
    duel.sides.add(new Side("ours", ours, new ArrayList<>()));
    duel.sides.add(new Side("floor", floor, new ArrayList<>()));
    duel.fight();
    return new Figures(duel.sides.get(0).median(), Optional.of(duel.sides.get(1).median()));
  }

  static Figures alone(Contender ours, Setting setting) throws Exception {
    Duel duel = new Duel(setting);
    duel.sides.add(new Side("ours", ours, new ArrayList<>()));
    duel.fight();
    return new Figures(duel.sides.get(0).median(), Optional.empty());
  }

  private void fight() throws Exception {
    Pace pace = setting.pace();
    for (Side side : sides) {
      side.contender().round(pace.warmUp());
    }
    for (int round = 1; round <= pace.rounds(); round++) {
      StringBuilder line = new StringBuilder("  round " + round + " of " + pace.rounds());
      for (int turn = 0; turn < sides.size(); turn++) {
        Side side = sides.get((round + turn) % sides.size());
        double figure = side.contender().round(pace.round());
        side.figures().add(figure);
        line.append(String.format(Locale.ROOT, "  %s %.3f", side.name(), figure));
      }
      setting.progress().accept(line.toString());
    }
  }

  private record Side(String name, Contender contender, List<Double> figures) {
    double median() {
      List<Double> sorted = figures.stream().sorted().toList();
      int middle = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(middle)
          : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
  }
}
