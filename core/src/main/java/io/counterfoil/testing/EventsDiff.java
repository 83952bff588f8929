package io.counterfoil.testing;

import io.counterfoil.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays expected and actual events side by side: those that are as expected, those of the expected
 * type that differ in some fields, those that are missing and those that nobody expected.
 */
final class EventsDiff {
  private final List<? extends Event> expected;
  private final List<? extends Event> actual;
  private final Tolerance tolerance;
  private final List<String> lines = new ArrayList<>();
  private int differing;
  private int missing;
  private int unexpected;

  EventsDiff(List<? extends Event> expected, List<? extends Event> actual, Tolerance tolerance) {
    this.expected = expected;
    this.actual = actual;
    this.tolerance = tolerance;
    compare();
  }

  boolean isEmpty() {
    return differing + missing + unexpected == 0;
  }

  /** Counts what is wrong. */
  String summary() {
    List<String> parts = new ArrayList<>();
    if (differing > 0) {
      parts.add(differing + (differing == 1 ? " differs" : " differ"));
    }
    if (missing > 0) {
      parts.add(missing + (missing == 1 ? " is missing" : " are missing"));
    }
    if (unexpected > 0) {
      parts.add(unexpected + (unexpected == 1 ? " is unexpected" : " are unexpected"));
    }
    return "the events are not the expected ones: " + String.join(", ", parts);
  }

  String lines() {
    return String.join("\n", lines);
  }

  /** Keeps as many events in agreement as their order allows, and pairs what lies between. */
  private void compare() {
    int[][] agreeing = agreeing();
    int i = 0;
    int j = 0;
    int fromI = 0;
    int fromJ = 0;
    while (i < expected.size() && j < actual.size()) {
      if (tolerance.accepts(expected.get(i), actual.get(j))) {
        pair(fromI, i, fromJ, j);
        lines.add("      " + (j + 1) + ". " + Report.text(actual.get(j)));
        fromI = ++i;
        fromJ = ++j;
      } else if (agreeing[i + 1][j] >= agreeing[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    pair(fromI, expected.size(), fromJ, actual.size());
  }

  /** Counts how many events can agree from each place on: the longest common subsequence. */
  private int[][] agreeing() {
    int[][] agreeing = new int[expected.size() + 1][actual.size() + 1];
    for (int i = expected.size() - 1; i >= 0; i--) {
      for (int j = actual.size() - 1; j >= 0; j--) {
        agreeing[i][j] =
            tolerance.accepts(expected.get(i), actual.get(j))
                ? agreeing[i + 1][j + 1] + 1
                : Math.max(agreeing[i + 1][j], agreeing[i][j + 1]);
      }
    }
    return agreeing;
  }

  /** Events of one type at the same place are the same event gone wrong; others have no partner. */
  private void pair(int fromI, int toI, int fromJ, int toJ) {
    int j = fromJ;
    for (int i = fromI; i < toI; i++) {
      Event wanted = expected.get(i);
      int partner = j;
      while (partner < toJ && actual.get(partner).getClass() != wanted.getClass()) {
        partner++;
      }
      if (partner == toJ) {
        missing++;
        lines.add("    - missing: " + Report.text(wanted));
      } else {
        unexpected(j, partner);
        differs(partner, wanted, actual.get(partner));
        j = partner + 1;
      }
    }
    unexpected(j, toJ);
  }

  private void unexpected(int from, int to) {
    for (int j = from; j < to; j++) {
      unexpected++;
      lines.add("    + " + (j + 1) + ". unexpected: " + Report.text(actual.get(j)));
    }
  }

  private void differs(int index, Event wanted, Event found) {
    differing++;
    lines.add("    ~ " + (index + 1) + ". " + Report.text(found));
    List<String> fields = tolerance.differences(wanted, found);
    fields.forEach(field -> lines.add("           " + field));
    if (fields.isEmpty()) {
      lines.add("           expected " + Report.text(wanted) + ", which is written the same");
    }
  }
}
