package io.counterfoil.examples.bank.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.examples.bank.importing.BankFiles;
import io.counterfoil.examples.bank.importing.Importer;
import io.counterfoil.examples.bank.importing.Ledger;
import io.counterfoil.examples.bank.progress.Progress;
import io.counterfoil.examples.bank.view.BalanceView;
import io.counterfoil.examples.bank.view.Totals;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BalanceViewTest {
  private static final int PROGRAMS = 4;

  private static DatabaseAddress addressOf(TestDatabase database) {
    return new DatabaseAddress(
        database.url(), Optional.of(database.user()), Optional.of(database.password()));
  }

  @Test
  void comesToTheHeadThoughManyProgramsBringItThereAtOnce(@TempDir Path folder) throws Exception {
    DatabaseAddress address = addressOf(TestDatabases.postgres());
    Path file = BankFiles.generated(folder, 3_000, 40, 3);
    Ledger ledger = Ledger.of(file);
    try (Bank bank = Bank.open(address, 8);
        InputStream rows = Files.newInputStream(file)) {
      new Importer(bank.bus(), 4, Progress.NONE).run("books.csv", rows, 0);
    }

    for (Totals totals : totalsOfManyPrograms(address)) {
      assertThat(totals)
          .isEqualTo(new Totals(ledger.accounts(), BigInteger.valueOf(ledger.total())));
    }
  }

  private static List<Totals> totalsOfManyPrograms(DatabaseAddress address) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(PROGRAMS);
    CyclicBarrier start = new CyclicBarrier(PROGRAMS);
    try {
      List<Future<Totals>> all = new ArrayList<>();
      for (int i = 0; i < PROGRAMS; i++) {
        all.add(
            threads.submit(
                () -> {
                  try (Bank bank = Bank.open(address, 2)) {
                    start.await();
                    bank.views().bringToHead(BalanceView.NAME);
                    return bank.balances().totals();
                  }
                }));
      }
      List<Totals> totals = new ArrayList<>();
      for (Future<Totals> one : all) {
        totals.add(one.get());
      }
      return totals;
    } finally {
      threads.shutdownNow();
    }
  }
}
