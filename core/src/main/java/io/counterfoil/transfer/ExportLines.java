package io.counterfoil.transfer;

import io.counterfoil.serialization.JsonCodec;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.Rejection;
import io.counterfoil.store.StoredOutcome;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes and reads the lines of an export that are no events. All of them depend on nothing but
 * what the store holds: exports of equal stores are equal.
 */
final class ExportLines {
  private static final JsonCodec JSON = JsonCodec.create();
  private static final String OWN = "{\"counterfoil\":";
  private static final String OUTCOME = "{\"outcome\":";
  private static final long FORMAT = 1;
  private static final Set<String> FIRST_MEMBERS = Set.of("counterfoil", "format", "filter");
  private static final Set<String> OUTCOME_MEMBERS =
      Set.of(
          "aggregateType",
          "aggregateId",
          "key",
          "fingerprint",
          "events",
          "lastSequence",
          "at",
          "rejection");

  private ExportLines() {}

  static boolean isOwn(String line) {
    return line.startsWith(OWN);
  }

  static boolean isOutcome(String line) {
    return line.startsWith(OUTCOME);
  }

  static String first(EventFilter filter) {
    Map<String, Object> members = new TreeMap<>();
    members.put("counterfoil", "export");
    members.put("format", FORMAT);
    if (!filter.equals(EventFilter.all())) {
      members.put("filter", describe(filter));
    }
    return JSON.encode(members);
  }

  private static Map<String, Object> describe(EventFilter filter) {
    Map<String, Object> asked = new TreeMap<>();
    if (!filter.aggregateTypes().isEmpty()) {
      asked.put("aggregateTypes", filter.aggregateTypes().stream().sorted().toList());
    }
    if (!filter.eventTypes().isEmpty()) {
      asked.put("eventTypes", filter.eventTypes().stream().sorted().toList());
    }
    filter.stream().ifPresent(stream -> asked.put("stream", describe(stream)));
    filter.since().ifPresent(moment -> asked.put("since", moment.toString()));
    filter.until().ifPresent(moment -> asked.put("until", moment.toString()));
    return asked;
  }

  private static Map<String, Object> describe(StreamId stream) {
    return Map.of("aggregateType", stream.aggregateType(), "aggregateId", stream.aggregateId());
  }

  /** Answers whether events were left out. */
  static boolean readFirst(String line) {
    Map<String, Object> members = isOwn(line) ? JSON.readObject(line) : Map.of();
    if (!"export".equals(members.get("counterfoil"))) {
      throw new IllegalArgumentException(
          "it is not the first line of an export, {\"counterfoil\":\"export\",…}");
    }
    if (!Long.valueOf(FORMAT).equals(members.get("format"))) {
      throw new IllegalArgumentException(
          "the export has another format than " + FORMAT + ", the only one that is known");
    }
    requireOnly(members, FIRST_MEMBERS);
    return members.containsKey("filter");
  }

  static String last(long events, long outcomes, long position) {
    return JSON.encode(
        Map.of("counterfoil", "end", "events", events, "outcomes", outcomes, "position", position));
  }

  /** Compares the last line with what was found before it. */
  static boolean requireEqual(String line, String expected) {
    if (!JSON.readObject(line).equals(JSON.readObject(expected))) {
      throw new IllegalArgumentException(
          "the last line does not count what is before it, which is "
              + expected
              + ": lines are missing or were added");
    }
    return true;
  }

  static String outcome(StoredOutcome stored) {
    Outcome outcome = stored.outcome();
    Map<String, Object> members = new TreeMap<>(describe(outcome.stream()));
    members.put("key", outcome.key().value());
    members.put("fingerprint", outcome.key().fingerprint());
    members.put("events", outcome.eventCount());
    members.put("lastSequence", outcome.lastSequence());
    members.put("at", stored.at().toEpochMilli());
    outcome
        .rejection()
        .ifPresent(
            no ->
                members.put(
                    "rejection",
                    Map.of("code", no.code(), "message", no.message(), "data", no.data())));
    return JSON.encode(Map.of("outcome", members));
  }

  static StoredOutcome readOutcome(String line) {
    Map<String, Object> whole = JSON.readObject(line);
    requireOnly(whole, Set.of("outcome"));
    Map<String, Object> members = object(whole, "outcome");
    requireOnly(members, OUTCOME_MEMBERS);
    StreamId stream = new StreamId(text(members, "aggregateType"), text(members, "aggregateId"));
    CommandKey key = new CommandKey(text(members, "key"), text(members, "fingerprint"));
    long events = number(members, "events");
    long last = number(members, "lastSequence");
    if (events < 0 || events > last || events > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("'events' and 'lastSequence' do not go together");
    }
    return new StoredOutcome(
        new Outcome(stream, key, (int) events, last, rejection(members)),
        Instant.ofEpochMilli(number(members, "at")));
  }

  private static Optional<Rejection> rejection(Map<String, Object> outcome) {
    if (!outcome.containsKey("rejection")) {
      return Optional.empty();
    }
    Map<String, Object> no = object(outcome, "rejection");
    requireOnly(no, Set.of("code", "message", "data"));
    return Optional.of(new Rejection(text(no, "code"), text(no, "message"), object(no, "data")));
  }

  /** A member that is not known may be one that was, and without it the line says another thing. */
  private static void requireOnly(Map<String, Object> members, Set<String> known) {
    if (!known.containsAll(members.keySet())) {
      throw new IllegalArgumentException("it has a member that no such line has");
    }
  }

  @SuppressWarnings("unchecked") // the names of members are text
  private static Map<String, Object> object(Map<String, Object> of, String name) {
    if (of.get(name) instanceof Map<?, ?> members) {
      return (Map<String, Object>) members;
    }
    throw new IllegalArgumentException("it has no object '" + name + "'");
  }

  private static String text(Map<String, Object> of, String name) {
    if (of.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("it has no text '" + name + "'");
  }

  private static long number(Map<String, Object> of, String name) {
    if (of.get(name) instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("it has no whole number '" + name + "'");
  }
}
