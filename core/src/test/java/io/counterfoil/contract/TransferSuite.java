package io.counterfoil.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.OutcomeQuery;
import io.counterfoil.store.StoredOutcome;
import io.counterfoil.transfer.EventExport;
import io.counterfoil.transfer.EventImport;
import io.counterfoil.transfer.ImportRefused;
import io.counterfoil.transfer.Transferred;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Has the words for exports: as text, as lines, and made up line by line. */
abstract class TransferSuite extends StoreSuite {
  static final String FIRST = "{\"counterfoil\":\"export\",\"format\":1}";

  static String export(EventStore from) throws IOException {
    return export(EventExport.of(from));
  }

  static String export(EventExport export) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    export.to(out);
    return out.toString(UTF_8);
  }

  static Transferred importInto(EventStore target, String text) throws IOException {
    return EventImport.into(target).from(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  static ImportRefused refusal(EventStore target, List<String> lines) {
    ImportRefused refused =
        catchThrowableOfType(ImportRefused.class, () -> importInto(target, text(lines)));
    assertThat(refused).as("the refusal").isNotNull();
    return refused;
  }

  static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** Makes up the export of some events in a single stream. */
  static List<String> exportOf(int events) {
    return exportOf(IntStream.rangeClosed(1, events).mapToObj(n -> line(n, n)).toList());
  }

  static List<String> exportOf(List<String> events, String... outcomes) {
    String last = events.get(events.size() - 1);
    String position = last.replaceFirst(".*\"position\":([0-9]+).*", "$1");
    return Stream.of(
            Stream.of(FIRST),
            events.stream(),
            Stream.of(outcomes),
            Stream.of(last(events.size(), outcomes.length, Long.parseLong(position))))
        .flatMap(lines -> lines)
        .toList();
  }

  static String last(int events, int outcomes, long position) {
    return "{\"counterfoil\":\"end\",\"events\":"
        + events
        + ",\"outcomes\":"
        + outcomes
        + ",\"position\":"
        + position
        + "}";
  }

  static String line(long sequence, long position) {
    return line("Counted", sequence, position, "{\"amount\":" + position + "}");
  }

  static String line(String type, long sequence, long position, String data) {
    return "{\"type\":\""
        + type
        + "\",\"aggregateType\":\"order\",\"aggregateId\":\"o-1\",\"sequence\":"
        + sequence
        + ",\"position\":"
        + position
        + ",\"eventId\":\""
        + new UUID(0, position)
        + "\",\"schemaVersion\":1,\"data\":"
        + data
        + ",\"meta\":{\"at\":"
        + META.at().toEpochMilli()
        + "}}";
  }

  static String outcomeLine(String key, int events, long lastSequence) {
    return "{\"outcome\":{\"aggregateId\":\"o-1\",\"aggregateType\":\"order\",\"at\":5,\"events\":"
        + events
        + ",\"fingerprint\":\"f\",\"key\":\""
        + key
        + "\",\"lastSequence\":"
        + lastSequence
        + "}}";
  }

  static List<String> with(List<String> lines, int number, String line) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(number - 1, line);
    return changed;
  }

  static List<StoredOutcome> outcomes(EventStore of, OutcomeQuery query) {
    List<StoredOutcome> outcomes = new ArrayList<>();
    of.readOutcomes(query, outcomes::add);
    return outcomes;
  }

  static CommandKey key(String value) {
    return new CommandKey(value, "fingerprint-of-" + value);
  }
}
