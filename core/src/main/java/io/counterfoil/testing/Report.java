package io.counterfoil.testing;

import java.util.List;

/** Writes what a failing test prints: what was given, when what came, and then what. */
final class Report {
  /** Of a longer history only the end is shown. */
  private static final int SHOWN = 5;

  /** A longer text is cut. */
  private static final int LONGEST = 400;

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
    String text = value.toString().replace("\n", "\\n").replace("\r", "\\r");
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
  }

  static String count(int number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }
}
