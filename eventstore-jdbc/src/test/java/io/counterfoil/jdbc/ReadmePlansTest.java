package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.jdbc.SentStatements.Sent;
import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.store.Append;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.StreamId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Compares the statements and plans that README.md shows with what is sent, and with what
 * PostgreSQL makes of it. {@code -Dcounterfoil.plans=write} writes them anew.
 */
class ReadmePlansTest {
  private static final Path README = Path.of("README.md");
  private static final boolean WRITE = "write".equals(System.getProperty("counterfoil.plans"));
  private static final Pattern SHOWN =
      Pattern.compile("<!-- plan: (.+) -->\n\n?(?:```\\w+\n(?:.*\n)*?```\n\n?)*");
  private static final StreamId STREAM = Note.stream("s7");
  private static final CommandKey KEY = new CommandKey("new", "f");

  private final FilledStore filled = new FilledStore();
  private final SentStatements statements = new SentStatements(filled.database().dataSource());
  private final Database database = Database.of(statements.dataSource());
  private final JdbcEventStore store = JdbcEventStore.on(statements.dataSource(), Note.TYPES);
  private final JdbcSnapshotStore snapshots = JdbcSnapshotStore.on(statements.dataSource());

  @Test
  void theReadmeShowsWhatIsSentAndHowItIsPlanned() throws Exception {
    String shown = Files.readString(README);

    String now = withPlans(shown);

    if (WRITE) {
      Files.writeString(README, now);
    }
    assertThat(WRITE ? now : shown)
        .as("README.md; write it anew by -Dcounterfoil.plans=write, and read what is said below")
        .isEqualTo(now);
  }

  private interface Work {
    void run() throws Exception;
  }

  private Map<String, Work> works() {
    long last = store.readLog(EventQuery.after(199_000), event -> {});
    Map<String, Work> works = new LinkedHashMap<>();
    works.put("an append of one event", () -> store.append(exactly(STREAM)));
    works.put("an append of several events", () -> store.append(Note.written(STREAM, 3)));
    works.put("an append under a key", () -> store.append(Note.written(STREAM, 1).withKey(KEY)));
    works.put(
        "a batch of appends of one event",
        () -> appendTogether(exactly(Note.stream("s8")), exactly(Note.stream("s9"))));
    works.put(
        "a batch of any appends",
        () -> appendTogether(Note.written(STREAM, 1), Note.written(Note.stream("s8"), 2)));
    works.put("a load", () -> store.load(LoadQuery.of(STREAM), snapshot -> {}, event -> {}));
    works.put(
        "a load with a snapshot and a key",
        () ->
            store.load(
                LoadQuery.of(STREAM).key("k7").snapshot(snapshots, 1),
                snapshot -> {},
                event -> {}));
    works.put("a page of the log", () -> store.readLog(EventQuery.after(last - 500), event -> {}));
    return works;
  }

  private static Append exactly(StreamId stream) {
    return Note.written(stream, ExpectedVersion.exactly(100), "one");
  }

  /** As a batch that is put together does. */
  private void appendTogether(Append... appends) throws SQLException {
    JdbcTables tables = JdbcTables.defaults();
    new SequenceWriter(
            database, new Objections(tables.events(), new Outcomes(tables.outcomes())), tables)
        .writeEach(EncodedAppend.of(List.of(appends), Note.TYPES));
  }

  private String withPlans(String readme) throws Exception {
    Map<String, Work> works = works();
    StringBuilder text = new StringBuilder();
    Matcher shown = SHOWN.matcher(readme);
    while (shown.find()) {
      Work work = works.remove(shown.group(1));
      assertThat(work).as("what README.md names: " + shown.group(1)).isNotNull();
      shown.appendReplacement(text, Matcher.quoteReplacement(block(shown.group(1), work)));
    }
    assertThat(works.keySet()).as("what README.md does not show").isEmpty();
    return shown.appendTail(text).toString();
  }

  private String block(String name, Work work) throws Exception {
    statements.reset();
    work.run();
    StringBuilder block = new StringBuilder("<!-- plan: " + name + " -->\n");
    for (Sent sent : statements.sent()) {
      block.append("```sql\n").append(sent.text()).append("\n```\n\n");
      block.append("```text\n").append(filled.plan(sent)).append("\n```\n\n");
    }
    return block.toString();
  }
}
