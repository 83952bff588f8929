package io.counterfoil.examples.generations;

import static io.counterfoil.examples.generations.Ledger.LEDGER;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.Metadata;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.examples.bank.account.AccountCommand.CloseAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import io.counterfoil.examples.bank.account.AccountCommand.OpenAccount;
import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.database.DatabaseAddress;
import io.counterfoil.examples.bank.importing.BankFiles;
import io.counterfoil.examples.bank.importing.ImportTally;
import io.counterfoil.examples.bank.importing.Importer;
import io.counterfoil.examples.bank.progress.Progress;
import io.counterfoil.examples.bank.view.BalanceRow;
import io.counterfoil.examples.generations.LedgerEvent.AccountOpened;
import io.counterfoil.examples.generations.LedgerEvent.OwnerNamed;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSnapshotStore;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventVersion;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoreAudit;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.Verification;
import io.counterfoil.transfer.EventExport;
import io.counterfoil.transfer.EventImport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationsTest {
  @TempDir Path folder;

  /** What the first generation's program said of its database, when it was last used. */
  private record Before(Map<String, Long> balances, List<String> data, ImportTally imported) {}

  private static DatabaseAddress addressOf(TestDatabase database) {
    return new DatabaseAddress(
        database.url(), Optional.of(database.user()), Optional.of(database.password()));
  }

  /** The real bank's file where it is at hand, shortened; else one like it. */
  private Path books() throws Exception {
    Optional<Path> real = BankFiles.real();
    if (real.isEmpty()) {
      return BankFiles.generated(folder, 2_000, 30, 5);
    }
    List<String> lines = Files.readAllLines(real.get());
    return Files.write(folder.resolve("books.csv"), lines.subList(0, 2_001));
  }

  private static ImportTally importInto(CommandBus bus, Path books) throws Exception {
    try (InputStream rows = Files.newInputStream(books)) {
      return new Importer(bus, 2, Progress.NONE).run("books.csv", rows, 0);
    }
  }

  /** Runs the bank of today's program, which is the first generation here, with snapshots. */
  private static Before firstGeneration(DatabaseAddress address, Path books) throws Exception {
    try (Bank bank = Bank.open(address, 4, SnapshotPolicy.every(10), Clock.systemUTC())) {
      ImportTally tally = importInto(bank.bus(), books);
      bank.bus().dispatch(new OpenAccount("ada", Optional.of("Ada")));
      bank.bus().dispatch(new OpenAccount("eve", Optional.empty()));
      bank.bus().dispatch(new CloseAccount("eve"));
      bank.views().bringAllToHead();
      Map<String, Long> balances = new TreeMap<>();
      for (BalanceRow row : bank.balances().page("", 10_000)) {
        balances.put(row.accountId(), row.balanceCents());
      }
      return new Before(balances, data(bank.store()), tally);
    }
  }

  private static List<String> data(EventStore store) {
    return read(store, EventFilter.all()).stream()
        .map(event -> event.type() + event.schemaVersion() + event.data())
        .toList();
  }

  private static List<RecordedEvent> read(EventStore store, EventFilter filter) {
    List<RecordedEvent> events = new ArrayList<>();
    store.readLog(EventQuery.after(0).filter(filter), events::add);
    return events;
  }

  @Test
  void runsACopyOfAFirstGenerationsFileUnderThirdGenerationClasses() throws Exception {
    // given a database file made by the classes of the first generation, and a copy of it
    Path original = Files.createDirectory(folder.resolve("original"));
    Path books = books();
    Before before = firstGeneration(fileAddress(original), books);
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Files.copy(original.resolve("bank.mv.db"), copy.resolve("bank.mv.db"));

    // when and then
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(fileAddress(copy).url());
      pool.setUsername("sa");
      pool.setPassword("");
      thirdGeneration(pool, before, books);
    }
  }

  private static DatabaseAddress fileAddress(Path folder) {
    return new DatabaseAddress(
        "jdbc:h2:file:" + folder.resolve("bank").toAbsolutePath(),
        Optional.of("sa"),
        Optional.empty());
  }

  @Test
  void runsAFirstGenerationsPostgresDatabaseUnderThirdGenerationClasses() throws Exception {
    // given
    TestDatabase database = TestDatabases.postgres();
    Path books = books();
    Before before = firstGeneration(addressOf(database), books);

    // when and then
    try (HikariDataSource pool = database.pool(4)) {
      thirdGeneration(pool, before, books);
    }
  }

  private static void thirdGeneration(HikariDataSource pool, Before before, Path books)
      throws Exception {
    EventStore store = JdbcEventStore.on(pool, OldEvents.TYPES);
    CommandBus bus =
        CommandBus.on(store)
            .aggregates(LEDGER)
            .snapshots(JdbcSnapshotStore.on(pool), SnapshotPolicy.every(10))
            .snapshotExecutor(Runnable::run)
            .build();

    everythingCanBeRead(store);
    statesHaveTheSameBalances(bus, before);
    viewIsRebuiltWithTheSameBalances(pool, store, before);
    exportsCanBeReadBack(store);
    filtersFindWhatHasOtherNames(store, before);
    nothingIsBookedTwice(bus, store, before, books);
    newEventsStandBehindOldOnes(bus, store, before);
    assertThat(data(store).subList(0, before.data().size())).isEqualTo(before.data());
  }

  private static void everythingCanBeRead(EventStore store) {
    Verification verification =
        store.verify(EventQuery.after(0), unreadable -> assertThat(unreadable).isNull());
    StoreAudit audit = store.audit();

    assertThat(verification.unreadable()).isZero();
    assertThat(verification.events()).isEqualTo(store.head());
    assertThat(audit.unreadable()).isEmpty();
    assertThat(audit.findings())
        .extracting(finding -> finding.stored().version())
        .containsExactlyInAnyOrder(
            new EventVersion("AccountOpened", 1),
            new EventVersion("MoneyDeposited", 1),
            new EventVersion("MoneyWithdrawn", 1),
            new EventVersion("AccountClosed", 1));
    assertThat(audit.findings())
        .allSatisfy(finding -> assertThat(finding.chain()).hasSizeGreaterThan(1));
  }

  private static void statesHaveTheSameBalances(CommandBus bus, Before before) {
    before
        .balances()
        .forEach(
            (account, cents) ->
                assertThat(bus.state(LEDGER, account).balance())
                    .as("balance of %s", account)
                    .isEqualTo(new Money(cents, "CZK")));
    assertThat(bus.state(LEDGER, "ada").owner()).contains("Ada");
    assertThat(bus.state(LEDGER, "eve").status()).isEqualTo(Account.Status.CLOSED);
  }

  private static void viewIsRebuiltWithTheSameBalances(
      HikariDataSource pool, EventStore store, Before before) throws Exception {
    try (ProjectionRunner runner = ProjectionRunner.on(store).run(LedgerView.in(pool)).build()) {
      runner.catchUp();
    }
    Map<String, Long> balances = new TreeMap<>();
    Map<String, String> owners = new TreeMap<>();
    Set<String> ended = new TreeSet<>();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM balance_view")) {
      while (row.next()) {
        balances.put(row.getString("account_id"), row.getLong("balance_cents"));
        Optional.ofNullable(row.getString("owner")).ifPresent(owner -> owners.put("owner", owner));
        if (row.getBoolean("ended")) {
          ended.add(row.getString("account_id"));
        }
      }
    }

    assertThat(balances).isEqualTo(before.balances());
    assertThat(owners).containsExactly(Map.entry("owner", "Ada"));
    assertThat(ended).containsExactly("eve");
  }

  /** An export has the stored forms; today's classes read them wherever it is imported. */
  private static void exportsCanBeReadBack(EventStore store) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    EventExport.of(store).to(lines);
    EventStore elsewhere = InMemoryEventStore.of(OldEvents.TYPES);
    EventImport.into(elsewhere).from(new ByteArrayInputStream(lines.toByteArray()));
    List<RecordedEvent> moved = read(elsewhere, EventFilter.all());

    assertThat(moved)
        .extracting(RecordedEvent::payloads)
        .isEqualTo(read(store, EventFilter.all()).stream().map(RecordedEvent::payloads).toList());
    assertThat(data(elsewhere)).isEqualTo(data(store));
  }

  private static void filtersFindWhatHasOtherNames(EventStore store, Before before) {
    List<RecordedEvent> named = read(store, EventFilter.ofEventTypes("OwnerNamed"));
    List<RecordedEvent> ended = read(store, EventFilter.ofEventTypes("AccountEnded"));

    assertThat(named).hasSize(before.balances().size());
    assertThat(named)
        .filteredOn(event -> event.payloads().size() == 2)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.stream()).isEqualTo(new StreamId("account", "ada"));
              assertThat(event.payloads())
                  .containsExactly(new AccountOpened("CZK"), new OwnerNamed("Ada"));
            });
    assertThat(ended)
        .extracting(RecordedEvent::stream)
        .containsExactly(new StreamId("account", "eve"));
  }

  private static void nothingIsBookedTwice(
      CommandBus bus, EventStore store, Before before, Path books) throws Exception {
    long head = store.head();

    ImportTally again = importInto(bus, books);

    assertThat(again.skipped()).isEqualTo(before.imported().rows());
    assertThat(store.head()).isEqualTo(head);
  }

  private static void newEventsStandBehindOldOnes(CommandBus bus, EventStore store, Before before) {
    for (int i = 0; i < 25; i++) { // past a snapshot of the new state
      bus.dispatch(new Deposit("ada", 2));
    }

    RecordedEvent last = store.events(new StreamId("account", "ada")).get(25);
    assertThat(last.type()).isEqualTo("MoneyDeposited");
    assertThat(last.schemaVersion()).isEqualTo(3);
    assertThat(bus.state(LEDGER, "ada").balance())
        .isEqualTo(new Money(before.balances().getOrDefault("ada", 0L) + 50, "CZK"));
  }

  @Test
  void readsTheSecondGenerationAsWell() {
    RecordedEvent second =
        RecordedEvent.stored(
            new StreamId("account", "a"),
            1,
            1,
            new UUID(0, 1),
            Metadata.at(Instant.EPOCH),
            new EncodedEvent(
                "MoneyWithdrawn",
                2,
                "{\"amount\":{\"cents\":5,\"currency\":\"EUR\"},\"balanceAfter\":7,\"kind\":\"x\"}"),
            OldEvents.TYPES);

    assertThat(second.payload())
        .isInstanceOfSatisfying(
            LedgerEvent.Debited.class,
            debited -> {
              assertThat(debited.amount()).isEqualTo(new Money(5, "EUR"));
              assertThat(debited.balanceAfter()).isEqualTo(new Money(7, "EUR"));
              assertThat(debited.details().kind()).contains("x");
            });
  }

  @Test
  void runsAsAProgram() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    Generations.run(TestDatabases.h2Memory().dataSource(), out);

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains(
            "1 AccountOpened 1 {\"owner\":\"Ada\"}"
                + " = [AccountOpened[currency=CZK], OwnerNamed[owner=Ada]]")
        .contains("3 MoneyWithdrawn 3 ")
        .contains("balance=Money[cents=3500, currency=CZK]");
  }
}
