package io.counterfoil.examples.bank.importing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Finds and makes the files that imports are tested with. */
public final class BankFiles {
  private static final String NAME = "bank-transactions-1993.csv";
  private static final String HEADER =
      "transaction_id,account_id,date,direction,kind,amount_cents,stated_balance_cents";

  private BankFiles() {}

  /**
   * Finds the real bank's file: named by the property {@code counterfoil.bank.csv}, or in a folder
   * {@code shared/data} beside the checkout.
   */
  public static Optional<Path> real() {
    String named = System.getProperty("counterfoil.bank.csv", "");
    if (!named.isEmpty()) {
      Path file = Path.of(named);
      if (!Files.isRegularFile(file)) {
        throw new IllegalStateException("counterfoil.bank.csv names no file: " + file);
      }
      return Optional.of(file);
    }
    Path beside = Path.of("..", "..", "shared", "data", NAME);
    return Files.isRegularFile(beside) ? Optional.of(beside) : Optional.empty();
  }

  /**
   * Makes a file whose debits overdraw now and then, and whose accounts sometimes begin with one.
   */
  public static Path generated(Path folder, int rows, int accounts, long seed) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (int i = 0; i < rows; i++) {
      boolean credit = random.nextInt(100) < 55;
      lines.add(
          String.join(
              ",",
              Integer.toString(100_000 + i),
              "acc-" + random.nextInt(accounts),
              "1993-" + (random.nextInt(3) + 10) + "-" + (random.nextInt(20) + 10),
              credit ? "credit" : "debit",
              credit ? "cash deposit" : "převod",
              Integer.toString(1 + random.nextInt(100_000)),
              "0"));
    }
    try {
      return Files.write(folder.resolve("generated-" + seed + ".csv"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
