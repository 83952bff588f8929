package io.counterfoil.examples.bank.importing;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.examples.bank.account.AccountCommand.BookTransaction;
import io.counterfoil.examples.bank.account.AccountCommand.Direction;
import io.counterfoil.examples.bank.account.Details;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.StreamId;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Makes a row of the fields of a record, or says what is wrong with it. */
final class RowReader {
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern SIGNED_DIGITS = Pattern.compile("-?[0-9]+");
  private static final Pattern LINE_BREAK = Pattern.compile("[\\n\\r]");
  private static final Pattern ISO_DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final int LONGEST_SHOWN = 40;

  private final CsvRecord row;

  private RowReader(CsvRecord row) {
    this.row = row;
  }

  static BankRow read(CsvRecord row) {
    RowReader reader = new RowReader(row);
    reader.requireClosedQuotes();
    reader.requireColumns();
    reader.requireText();
    reader.requireStatedBalance();
    return new BankRow(row.getStartingLineNumber(), reader.transactionId(), reader.booking());
  }

  private BookTransaction booking() {
    return new BookTransaction(
        accountId(), direction(), amountCents(), Details.booked(date(), row.getField(4)));
  }

  private void requireClosedQuotes() {
    String last = row.getField(row.getFieldCount() - 1);
    if (last.indexOf(QuoteWatch.UNCLOSED) >= 0) {
      throw malformed("a field of this row begins with a quote that is never closed");
    }
  }

  private void requireColumns() {
    int expected = BankRows.COLUMNS.size();
    if (row.getFieldCount() != expected) {
      throw malformed("has " + row.getFieldCount() + " columns, not " + expected);
    }
  }

  private void requireText() {
    for (int i = 0; i < row.getFieldCount(); i++) {
      if (row.getField(i).indexOf('\uFFFD') >= 0) {
        throw malformed("the " + BankRows.COLUMNS.get(i) + " is not valid UTF-8");
      }
      if (LINE_BREAK.matcher(row.getField(i)).find()) {
        throw malformed("the " + BankRows.COLUMNS.get(i) + " contains a line break");
      }
    }
  }

  private String transactionId() {
    try {
      return new CommandKey(row.getField(0), "row").value();
    } catch (IllegalArgumentException e) {
      throw malformed("the transaction_id cannot be a key: " + e.getMessage());
    }
  }

  private String accountId() {
    try {
      return new StreamId(Account.ACCOUNT.type(), row.getField(1)).aggregateId();
    } catch (IllegalArgumentException e) {
      throw malformed("the account_id cannot be used: " + e.getMessage());
    }
  }

  private LocalDate date() {
    String text = row.getField(2);
    try {
      if (ISO_DATE.matcher(text).matches()) {
        return LocalDate.parse(text);
      }
    } catch (DateTimeParseException e) {
      // A day that no calendar has: told like any other text that is no date.
    }
    throw malformed("the date " + shown(text) + " is no day written as 1993-12-31");
  }

  private Direction direction() {
    return switch (row.getField(3)) {
      case "credit" -> Direction.CREDIT;
      case "debit" -> Direction.DEBIT;
      default ->
          throw malformed(
              "the direction " + shown(row.getField(3)) + " is neither credit nor debit");
    };
  }

  private long amountCents() {
    String text = row.getField(5);
    try {
      if (DIGITS.matcher(text).matches() && Long.parseLong(text) > 0) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      throw malformed("the amount_cents " + shown(text) + " is larger than " + Long.MAX_VALUE);
    }
    throw malformed("the amount_cents " + shown(text) + " is no positive whole number");
  }

  /** The balance is not used; but what is no number there shows that the row is not as it seems. */
  private void requireStatedBalance() {
    String text = row.getField(6);
    if (!SIGNED_DIGITS.matcher(text).matches()) {
      throw malformed("the stated_balance_cents " + shown(text) + " is no whole number");
    }
  }

  private MalformedRow malformed(String message) {
    return new MalformedRow(row.getStartingLineNumber(), message);
  }

  /** Shows a field on one line, shortened. */
  private static String shown(String text) {
    String shortened =
        text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    return "'" + shortened.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
