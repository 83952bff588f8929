package io.counterfoil.testing;

import java.util.List;

/** Writes what a failing test prints: what was given, when what came, and then what. */
final class Report {
  /** Of a longer history only the end is shown. */
  private static final int SHOWN = 5;

  /** A longer text is cut. */
  private static final int LONGEST = 400;

  /** So much is shown before the place where two long texts begin to differ. */
  private static final int BEFORE = 40;

  private Report() {}

  /** Puts a story together; {@code then} begins with its own heading. */
  static String of(String summary, List<?> given, Object command, String then) {
    return summary
        + "\n\n"
        + given(given)
        + "\nwhen\n    "
        + text(command)
        + "\n"
        + then.stripTrailing();
  }

  private static String given(List<?> events) {
    if (events.isEmpty()) {
      return "given nothing";
    }
    int from = Math.max(0, events.size() - SHOWN);
    String heading =
        from == 0 ? "given\n" : "given (the last " + SHOWN + " of " + events.size() + ")\n";
    return heading + numbered(events.subList(from, events.size()), from + 1, "    ");
  }

  static String numbered(List<?> values, int first, String indentation) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      lines
          .append(i == 0 ? "" : "\n")
          .append(indentation)
          .append(first + i)
          .append(". ")
          .append(text(values.get(i)));
    }
    return lines.toString();
  }

  /** Writes a value in one line of bearable length. */
  static String text(Object value) {
    return text(value, 0);
  }

  /** Writes a value in one line; of a long one the part around a place that is to be seen. */
  static String text(Object value, int place) {
    String text = value.toString();
    if (text.length() <= LONGEST) {
      return inOneLine(text);
    }
    int from = place < LONGEST ? 0 : place - BEFORE;
    int to = Math.min(text.length(), from + LONGEST);
    return (from == 0 ? "" : "… from character " + (from + 1) + ": ")
        + inOneLine(text.substring(Math.min(from, to), to))
        + (to == text.length() ? "" : "…")
        + " ("
        + text.length()
        + " characters)";
  }

  /** Finds the place from which on two texts are not the same. */
  static int firstDifference(String one, String other) {
    int place = 0;
    int end = Math.min(one.length(), other.length());
    while (place < end && one.charAt(place) == other.charAt(place)) {
      place++;
    }
    return place;
  }

  private static String inOneLine(String text) {
    return text.replace("\n", "\\n").replace("\r", "\\r");
  }

  static String count(int number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }
}
