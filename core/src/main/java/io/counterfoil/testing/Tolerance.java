package io.counterfoil.testing;

import io.counterfoil.Event;
import io.counterfoil.serialization.EventTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares events field by field, and overlooks some fields: of one type of event, or of all.
 * Immutable.
 */
final class Tolerance {
  private final EventTypes types;
  private final List<Rule> rules;

  private record Rule(Class<?> type, String field) {
    boolean covers(Object event, String path) {
      String named = path.replaceAll("\\[\\d+]", "");
      return type.isInstance(event) && (named.equals(field) || named.startsWith(field + "."));
    }
  }

  private Tolerance(EventTypes types, List<Rule> rules) {
    this.types = types;
    this.rules = List.copyOf(rules);
  }

  static Tolerance none(EventTypes types) {
    return new Tolerance(types, List.of());
  }

  Tolerance with(Class<?> type, String... fields) {
    List<Rule> more = new ArrayList<>(rules);
    for (String field : fields) {
      more.add(new Rule(type, Objects.requireNonNull(field, "field")));
    }
    return new Tolerance(types, more);
  }

  boolean accepts(Event expected, @Nullable Event actual) {
    if (expected.equals(actual)) {
      return true;
    }
    if (actual == null || expected.getClass() != actual.getClass() || rules.isEmpty()) {
      return false;
    }
    Optional<Map<String, String>> one = fields(expected);
    return one.isPresent() && one.equals(fields(actual));
  }

  /** Answers a line or two for each field that differs; empty if no difference can be seen. */
  List<String> differences(Event expected, Event actual) {
    Map<String, String> one = fields(expected).orElse(Map.of());
    Map<String, String> other = fields(actual).orElse(Map.of());
    return differences(one, other);
  }

  static List<String> differences(Map<String, String> expected, Map<String, String> actual) {
    List<String> lines = new ArrayList<>();
    TreeSet<String> paths = new TreeSet<>(expected.keySet());
    paths.addAll(actual.keySet());
    for (String path : paths) {
      String wanted = expected.getOrDefault(path, "absent");
      String found = actual.getOrDefault(path, "absent");
      if (!wanted.equals(found)) {
        int from = Report.firstDifference(wanted, found);
        lines.add(
            path
                + ": expected "
                + Report.text(wanted, from)
                + " but was "
                + Report.text(found, from));
      }
    }
    return lines;
  }

  /** Answers the fields that count, sorted. */
  private Optional<Map<String, String>> fields(Event event) {
    return Fields.of(types.encode(event).data())
        .map(
            all -> {
              Map<String, String> counting = new TreeMap<>(all);
              counting
                  .keySet()
                  .removeIf(path -> rules.stream().anyMatch(r -> r.covers(event, path)));
              return counting;
            });
  }
}
