package io.counterfoil.testing;

import io.counterfoil.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Says what is wrong with the result of a command, with all that a reader needs to see why. */
record Verdict<C, S, E extends Event>(Trial.Result<C, S, E> result, Images images) {

  Answer<E> answer() {
    return result.answer();
  }

  AssertionError notAccepted(String expected) {
    return failure("expected " + expected + ", but the command was not accepted", but());
  }

  String but() {
    return "then\n    " + answer().describe();
  }

  AssertionError failure(String summary, String then) {
    return new AssertionError(
        Report.of(summary, result.before().events(), result.command(), then),
        answer().failure().orElse(null));
  }

  /** Compares the events with conditions, of which each has a name. */
  void requireMatch(List<? extends Predicate<? super E>> wanted, List<String> names) {
    if (!answer().isAccepted()) {
      throw notAccepted(Report.count(wanted.size(), "event"));
    }
    List<E> events = answer().events();
    List<String> lines = new ArrayList<>();
    boolean same = wanted.size() == events.size();
    for (int i = 0; i < Math.max(wanted.size(), events.size()); i++) {
      String number = (i + 1) + ". ";
      if (i >= events.size()) {
        lines.add("    - missing: " + names.get(i));
      } else if (i >= wanted.size()) {
        lines.add("    + " + number + "unexpected: " + Report.text(events.get(i)));
      } else if (wanted.get(i).test(events.get(i))) {
        lines.add("      " + number + Report.text(events.get(i)));
      } else {
        same = false;
        lines.add("    ~ " + number + Report.text(events.get(i)));
        lines.add("           expected " + names.get(i));
      }
    }
    if (!same) {
      throw failure("the events are not the expected ones", "then\n" + String.join("\n", lines));
    }
  }

  /** Compares two states by what is written of them, if that has fields. */
  String fieldsThatDiffer(Object expected, Object actual) {
    Optional<Map<String, String>> one = Fields.of(images.of(expected));
    Optional<Map<String, String>> other = Fields.of(images.of(actual));
    return one.isEmpty() || other.isEmpty()
        ? ""
        : "\n" + indented(Tolerance.differences(one.get(), other.get()));
  }

  static String differences(Map<String, Object> expected, Map<String, Object> actual) {
    return "then\n" + indented(Tolerance.differences(texts(expected), texts(actual)));
  }

  private static Map<String, String> texts(Map<String, Object> data) {
    Map<String, String> texts = new TreeMap<>();
    data.forEach((name, value) -> texts.put(name, value.toString()));
    return texts;
  }

  private static String indented(List<String> lines) {
    return "      " + String.join("\n      ", lines);
  }
}
