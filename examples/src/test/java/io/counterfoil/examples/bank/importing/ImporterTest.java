package io.counterfoil.examples.bank.importing;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.command.CommandBus;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bank.progress.Progress;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImporterTest {
  private static final String HEADER =
      "transaction_id,account_id,date,direction,kind,amount_cents,stated_balance_cents\n";

  private final EventStore store = InMemoryEventStore.of(EventTypes.of(AccountEvent.class));
  private final CommandBus bus = CommandBus.on(store).aggregates(ACCOUNT).build();

  private ImportTally run(int threads, String file) throws IOException {
    return run(threads, new ByteArrayInputStream(file.getBytes(UTF_8)));
  }

  private ImportTally run(int threads, InputStream file) throws IOException {
    return new Importer(bus, threads, Progress.NONE).run("books.csv", file, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void booksEveryRowOnceHoweverOftenItIsImported(int threads, @TempDir Path folder)
      throws IOException {
    Path file = BankFiles.generated(folder, 3000, 97, 7);
    Ledger ledger = Ledger.of(file);

    ImportTally first = run(threads, Files.newInputStream(file));
    ImportTally second = run(17 - threads, Files.newInputStream(file));

    assertThat(ledger.rejected()).isPositive();
    assertThat(first)
        .isEqualTo(new ImportTally(ledger.accepted(), ledger.rejected(), 0, Optional.empty()));
    assertThat(second).isEqualTo(new ImportTally(0, 0, ledger.rows(), Optional.empty()));
    assertThat(store.status().events()).isEqualTo(ledger.events());
    assertThat(store.status().streams()).isEqualTo(ledger.accounts());
  }

  @Test
  void opensAnAccountWithItsFirstRow() throws IOException {
    run(2, HEADER + "17,576,1993-01-01,credit,cash deposit,90000,90000\n");

    List<RecordedEvent> events = store.events(new StreamId("account", "576"));
    assertThat(events.stream().map(RecordedEvent::payload))
        .containsExactly(
            new AccountOpened(Optional.empty()),
            new MoneyDeposited(
                90000,
                90000,
                Optional.of(LocalDate.of(1993, 1, 1)),
                Optional.of("cash deposit"),
                Optional.empty(),
                Optional.empty()));
    assertThat(events.get(1).metadata().correlationId()).contains("import-books.csv");
    assertThat(events.get(1).metadata().causationId()).contains("17");
  }

  @Test
  void leavesAnAccountUnopenedWhenItsFirstRowOverdraws() throws IOException {
    ImportTally tally =
        run(
            4,
            HEADER
                + """
                1,a,1993-01-01,debit,fee,1,0
                2,a,1993-01-02,credit,cash deposit,5,5
                3,a,1993-01-03,debit,fee,1,4
                """);

    assertThat(tally).isEqualTo(new ImportTally(2, 1, 0, Optional.empty()));
    assertThat(bus.state(ACCOUNT, "a").balanceCents()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void endsAtAMalformedRowWithAllRowsBeforeItIn(int threads) throws IOException {
    StringBuilder file = new StringBuilder(HEADER);
    for (int i = 0; i < 2000; i++) {
      file.append(i).append(",a").append(i % 50).append(",1993-01-01,credit,x,1,0\n");
    }
    file.append("2000,a1,1993-01-01,credit,x,one,0\n2001,a1,1993-01-01,credit,x,1,0\n");

    ImportTally tally = run(threads, file.toString());

    assertThat(tally.accepted()).isEqualTo(2000);
    assertThat(tally.malformed()).get().extracting(MalformedRow::line).isEqualTo(2002L);
    assertThat(store.status().events()).isEqualTo(2050);
  }

  @Test
  void endsAtATransactionIdThatCameWithOtherContent() throws IOException {
    String rows =
        """
        1,a,1993-01-01,credit,x,10,0
        2,b,1993-01-01,credit,x,10,0
        1,a,1993-01-01,credit,x,99,0
        3,a,1993-01-01,credit,x,10,0
        """;

    ImportTally tally = run(1, HEADER + rows);

    assertThat(tally.malformed())
        .get()
        .satisfies(
            malformed -> {
              assertThat(malformed.line()).isEqualTo(4);
              assertThat(malformed)
                  .hasMessageContaining("'1' was imported for this account before");
            });
    assertThat(bus.state(ACCOUNT, "a").balanceCents()).isEqualTo(10);
    assertThat(bus.state(ACCOUNT, "b").balanceCents()).isEqualTo(10);
  }

  @Test
  void skipsARowThatStandsInTheFileTwice() throws IOException {
    String row = "1,a,1993-01-01,credit,x,10,0\n";

    assertThat(run(3, HEADER + row + row)).isEqualTo(new ImportTally(1, 0, 1, Optional.empty()));
  }

  @Test
  void handsOnTheFailureOfAStoreAndWaitsForNobody(@TempDir Path folder) throws IOException {
    Path file = BankFiles.generated(folder, 5000, 97, 8);
    EventStoreException gone = new EventStoreException("the database is gone", null);
    CommandBus failing =
        CommandBus.on(new FailingStore(store, 100, gone)).aggregates(ACCOUNT).build();

    assertThatExceptionOfType(EventStoreException.class)
        .isThrownBy(
            () ->
                new Importer(failing, 4, Progress.NONE)
                    .run("books.csv", Files.newInputStream(file), 0))
        .isSameAs(gone);
    ImportTally again = run(4, Files.newInputStream(file));
    assertThat(again.rows()).isEqualTo(5000);
    assertThat(store.status().events()).isEqualTo(Ledger.of(file).events());
  }

  @Test
  void handsOnTheFailureOfTheFile() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is broken");
          }

          @Override
          public int read(byte[] into, int from, int most) throws IOException {
            return read();
          }
        };

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> run(2, broken))
        .withMessage("the disk is broken");
  }
}
