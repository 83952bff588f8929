package io.counterfoil.projection.testing;

import java.util.ArrayList;
import java.util.List;

/** Shows how lines differ: those of both, those that are missing, and those that are too many. */
final class Difference {
  /** More lines than these are not compared: nobody reads them. */
  private static final int MOST = 1_000;

  private Difference() {}

  /** Marks with a minus what was expected and is not there, and with a plus the other way round. */
  static List<String> between(List<String> expected, List<String> actual) {
    if (expected.size() > MOST || actual.size() > MOST) {
      List<String> start = between(first(expected), first(actual));
      start.add("… " + expected.size() + " lines were expected, and there are " + actual.size());
      return start;
    }
    int[][] common = longestCommon(expected, actual);
    List<String> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < expected.size() || j < actual.size()) {
      if (i < expected.size() && j < actual.size() && expected.get(i).equals(actual.get(j))) {
        lines.add("  " + expected.get(i++));
        j++;
      } else if (j == actual.size()
          || (i < expected.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("- " + expected.get(i++));
      } else {
        lines.add("+ " + actual.get(j++));
      }
    }
    return lines;
  }

  private static List<String> first(List<String> lines) {
    return lines.subList(0, Math.min(MOST, lines.size()));
  }

  /** For each pair of ends, how many lines they have in common, in order. */
  private static int[][] longestCommon(List<String> expected, List<String> actual) {
    int[][] common = new int[expected.size() + 1][actual.size() + 1];
    for (int i = expected.size() - 1; i >= 0; i--) {
      for (int j = actual.size() - 1; j >= 0; j--) {
        common[i][j] =
            expected.get(i).equals(actual.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
