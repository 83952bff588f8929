package io.counterfoil.examples.bank.importing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Works out what an import must come to, as simply as can be and with no code of the bank: the
 * oracle of its tests. For files without quotes.
 *
 * @param rows how many rows the file has
 * @param accounts how many accounts have a booking
 * @param accepted how many rows are booked
 * @param rejected how many debits would overdraw
 * @param total the sum of all balances in cents
 */
public record Ledger(long rows, long accounts, long accepted, long rejected, long total) {

  /** Works through a file. */
  public static Ledger of(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    Map<String, Long> balances = new HashMap<>();
    long rejected = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      long amount = Long.parseLong(fields[5]) * (fields[3].equals("credit") ? 1 : -1);
      long after = balances.getOrDefault(fields[1], 0L) + amount;
      if (after < 0) {
        rejected++;
      } else {
        balances.put(fields[1], after);
      }
    }
    long rows = lines.size() - 1L;
    long total = balances.values().stream().mapToLong(Long::longValue).sum();
    return new Ledger(rows, balances.size(), rows - rejected, rejected, total);
  }

  /** The last line of the totals of some days, in the form of the program. */
  public static String totalsOf(Path file, Predicate<String> wanted) throws IOException {
    List<String> lines = Files.readAllLines(file);
    Map<String, Long> balances = new HashMap<>();
    Set<String> days = new HashSet<>();
    long[] count = new long[2];
    long[] cents = new long[2];
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      int direction = fields[3].equals("credit") ? 0 : 1;
      long amount = Long.parseLong(fields[5]);
      long after = balances.getOrDefault(fields[1], 0L) + (direction == 0 ? amount : -amount);
      if (after >= 0) {
        balances.put(fields[1], after);
        if (wanted.test(fields[2])) {
          days.add(fields[2]);
          count[direction]++;
          cents[direction] += amount;
        }
      }
    }
    return "days=%d credits=%d credit_cents=%d debits=%d debit_cents=%d moved_cents=%d"
        .formatted(
            days.size(),
            count[0],
            cents[0],
            count[1],
            cents[1],
            Math.subtractExact(cents[0], cents[1]));
  }

  /** One event for each row that is booked, and one for each account that is opened. */
  public long events() {
    return accepted + accounts;
  }

  /** The last line of an import into an empty database, but for the time it took. */
  public String firstSummary() {
    return summary(accepted, rejected, 0);
  }

  /** The last line when the same file is imported again. */
  public String secondSummary() {
    return summary(0, 0, rows);
  }

  private String summary(long acceptedNow, long rejectedNow, long skipped) {
    return "rows="
        + rows
        + " accounts="
        + accounts
        + " accepted="
        + acceptedNow
        + " rejected="
        + rejectedNow
        + " skipped="
        + skipped
        + " balance_total_cents="
        + total
        + " events="
        + events()
        + " seconds=";
  }
}
