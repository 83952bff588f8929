package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.store.EventStore;
import io.counterfoil.transfer.EventExport;
import io.counterfoil.transfer.EventImport;
import io.counterfoil.transfer.ImportRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That damage is refused, with the number of the line and the reason. */
abstract class DamagedExportContract extends TransferSuite {
  private static final List<String> WHOLE = exportOf(4);

  @Test
  void refusesALineThatIsNoEvent() {
    Map<String, String> flaws = new LinkedHashMap<>();
    flaws.put("", "it is not a JSON object");
    flaws.put("[]", "it is not a JSON object");
    flaws.put("{\"type\":\"Counted\",", "it is not JSON");
    flaws.put(line(2, 2) + "x", "it is not JSON");
    flaws.put(line(2, 2) + "{}", "something follows");
    flaws.put(line(2, 2).replace("\"schemaVersion\":1,", ""), "it has no 'schemaVersion'");
    flaws.put(line(2, 2).replace("\"sequence\":2", "\"sequence\":\"2\""), "not a whole number");
    flaws.put(line(2, 2).replace("\"sequence\":2", "\"sequence\":2.0"), "not a whole number");
    flaws.put(line(2, 2).replace("\"sequence\":2", "\"sequence\":0"), "'sequence' is below 1");
    flaws.put(line(2, 2).replace("\"position\":2", "\"position\":" + "9".repeat(40)), "range");
    flaws.put(line(2, 2).replace("\"Counted\"", "\"\""), "'type' must");
    flaws.put(line(2, 2).replace("\"o-1\"", "\"\""), "the aggregate id must have");
    flaws.put(
        line(2, 2).replace("\"data\":{", "\"data\":[{").replace("},\"meta", "}],\"meta"),
        "neither an object nor a text");
    flaws.put(line(2, 2).replace("0000-", "xxxx-"), "no UUID");
    flaws.put(line(2, 2).replace("\"at\"", "\"att\""), "a header in 'meta' is not a text");
    flaws.put(line(2, 2).replace("{\"at\"", "{\"a\":\"b\",\"a\":\"c\",\"at\""), "twice");
    flaws.put(line(2, 2).replace("{\"type", "{\"tipe\":1,\"type"), "no envelope has");
    flaws.put(line(2, 2).replace("{\"type", "{\"type\":\"a\",\"type"), "'type' twice");
    flaws.put(line("Counted", 2, 2, "\"\\u0000\""), "U+0000");

    flaws.forEach((line, reason) -> assertRefused(with(WHOLE, 3, line), 3, reason));
  }

  @Test
  void refusesHolesAndRepetitionsInAStream() {
    assertRefused(with(WHOLE, 2, line(2, 1)), 2, "event 2 of the stream order/o-1, of which 0");
    assertRefused(with(WHOLE, 4, line(4, 3)), 4, "of which 2 are before it: events are missing");
    assertRefused(with(WHOLE, 4, line(2, 3)), 4, "of which 2 are before it already");
  }

  @Test
  void refusesPositionsThatDoNotGrow() {
    assertRefused(with(WHOLE, 4, line(3, 2)), 4, "its position 2 is not above 2");
    assertRefused(with(WHOLE, 4, line(3, 1)), 4, "its position 1 is not above 2");
    assertRefused(with(WHOLE, 4, WHOLE.get(2)), 4, "its position 2 is not above 2");
  }

  @Test
  void refusesAnEventIdThatIsTakenInTheSameBatch() {
    String taken = line(3, 3).replace(new UUID(0, 3).toString(), new UUID(0, 1).toString());

    assertRefused(with(WHOLE, 4, taken), 4, "its event id is that of an event before it");
  }

  @Test
  void refusesWhatDoesNotGoOnWithAnEarlierBatch() throws IOException {
    List<String> lines = exportOf(11_000);
    String taken = line(6_000, 6_000).replace(new UUID(0, 6_000).toString(), uuid(17));

    ImportRefused id = refusal(store, with(lines, 6_001, taken));
    ImportRefused hole = refusal(emptyStore(Sample.types()), with(lines, 5_002, line(1, 5_001)));
    importInto(store, text(lines));

    assertThat(id.line()).isEqualTo(6_001);
    assertThat(id).hasMessageContaining("its event id is that of an event before it");
    assertThat(hole.line()).isEqualTo(5_002);
    assertThat(hole).hasMessageContaining("of which 5000 are before it already");
    assertThat(export(store)).isEqualTo(text(lines));
  }

  private static String uuid(int number) {
    return new UUID(0, number).toString();
  }

  @Test
  void refusesAnExportWithoutItsFirstOrLastLine() {
    assertRefused(List.of(), 1, "the file is empty");
    assertRefused(WHOLE.subList(1, 6), 1, "it is not the first line of an export");
    assertRefused(with(WHOLE, 1, FIRST.replace("1}", "2}")), 1, "another format than 1");
    assertRefused(with(WHOLE, 1, FIRST.replace("1}", "1,\"filtre\":{}}")), 1, "no such line has");
    assertRefused(WHOLE.subList(0, 5), 6, "the file is cut off");
    assertRefused(with(WHOLE, 6, last(5, 0, 4)), 6, "lines are missing or were added");
    assertRefused(with(WHOLE, 6, last(4, 1, 4)), 6, "lines are missing or were added");
    assertRefused(with(WHOLE, 6, last(4, 0, 5)), 6, "lines are missing or were added");
    List<String> more = new ArrayList<>(WHOLE);
    more.add(line(5, 5));
    assertThat(refusal(store, more)).hasMessage("line 7: it follows the last line of the export");
  }

  @Test
  void refusesOutcomesThatAreTwiceOrWithoutTheirEvents() {
    List<String> events = WHOLE.subList(1, 5);
    String a = outcomeLine("a", 1, 1);
    String b = outcomeLine("b", 1, 2);

    Map<List<String>, String> flaws = new LinkedHashMap<>();
    flaws.put(exportOf(events, a, a), "there twice");
    flaws.put(exportOf(events, b, a), "in the wrong place");
    flaws.put(exportOf(events, a, outcomeLine("b", 1, 5)), "which is not in the export");
    flaws.put(exportOf(events, a, outcomeLine("b", 3, 2)), "do not go together");
    flaws.put(exportOf(events, a, b.replace("\"key\":\"b\",", "")), "no text 'key'");
    flaws.put(exportOf(events, a, b.replace("}}", ",\"rejectiom\":{}}}")), "no such line has");
    flaws.put(exportOf(events, a, b.replace("}}", "},\"more\":1}")), "no such line has");
    List<String> late = new ArrayList<>(exportOf(events, a));
    late.add(6, line(5, 5));
    flaws.put(late, "an event follows the outcomes");

    flaws.forEach(
        (lines, reason) -> {
          EventStore target = emptyStore(Sample.types());
          ImportRefused refused = refusal(target, lines);
          assertThat(refused).hasMessageStartingWith("line 7: ").hasMessageContaining(reason);
          assertThat(target.outcome(STREAM, "a")).isEmpty();
        });
  }

  @Test
  void refusesWhatIsNotUtf8(@TempDir Path folder) throws IOException {
    byte[] bytes =
        text(WHOLE).replace("\"amount\":3", "\"amount#\":3").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '#' ? (byte) 0xe9 : bytes[i];
    }
    Path file = Files.write(folder.resolve("latin.jsonl"), bytes);

    ImportRefused refused = refusalOf(file);

    assertThat(refused.line()).isEqualTo(4);
    assertThat(refused).hasMessageContaining("it is not UTF-8");
  }

  @Test
  void refusesFilesThatAreCutOffAnywhere(@TempDir Path folder) throws IOException {
    append(STREAM, counted1To(300));
    Path compressed = folder.resolve("whole.jsonl.gz");
    EventExport.of(store).to(compressed);
    byte[] gzip = Files.readAllBytes(compressed);
    byte[] plain = export(store).getBytes(StandardCharsets.UTF_8);

    for (int tenth = 1; tenth < 10; tenth++) {
      assertThat(refusalOf(cut(folder.resolve("cut.jsonl"), plain, tenth)))
          .hasMessageContaining("cut off");
      assertThat(refusalOf(cut(folder.resolve("cut.jsonl.gz"), gzip, tenth)))
          .hasMessageContaining("cut off");
    }
  }

  @Test
  void refusesWhatIsNotCompressedAsItsNameSays(@TempDir Path folder) throws IOException {
    byte[] plain = text(WHOLE).getBytes(StandardCharsets.UTF_8);
    Path compressed = folder.resolve("whole.jsonl.gz");
    EventExport.of(store).to(compressed);
    byte[] headCut = Arrays.copyOf(Files.readAllBytes(compressed), 5);

    ImportRefused ofPlain = refusalOf(Files.write(folder.resolve("plain.jsonl.gz"), plain));
    ImportRefused ofEmpty = refusalOf(Files.write(folder.resolve("empty.jsonl.gz"), new byte[0]));
    ImportRefused ofHead = refusalOf(Files.write(folder.resolve("head.jsonl.gz"), headCut));

    assertThat(ofPlain).hasMessageContaining("line 1").hasMessageContaining("not compressed");
    assertThat(ofEmpty).hasMessageContaining("line 1").hasMessageContaining("cut off");
    assertThat(ofHead).hasMessageContaining("line 1").hasMessageContaining("cut off");
  }

  private static Path cut(Path file, byte[] whole, int tenth) throws IOException {
    return Files.write(file, Arrays.copyOf(whole, whole.length * tenth / 10));
  }

  private ImportRefused refusalOf(Path file) {
    EventStore target = emptyStore(Sample.types());
    return Assertions.catchThrowableOfType(
        ImportRefused.class, () -> EventImport.into(target).from(file));
  }

  /** No message may show what stands in a payload. */
  @Test
  void showsNothingOfAPayload() {
    for (String data :
        List.of("{\"secret\":\"4711", "{\"secret\":4711x}", "[\"secret\",4711]", "{secret:4711}")) {
      ImportRefused refused = refusal(store, with(WHOLE, 3, line("Counted", 2, 2, data)));

      assertThat(refused).hasMessageNotContainingAny("secret", "4711");
    }
  }

  private void assertRefused(List<String> lines, long number, String reason) {
    ImportRefused refused = refusal(store, lines);

    assertThat(refused).as("%s", lines).hasMessageContaining(reason);
    assertThat(refused.line()).as("%s", lines).isEqualTo(number);
    assertThat(refused).hasMessage("line " + number + ": " + refused.reason());
    assertThat(store.head()).isZero();
  }
}
