package io.counterfoil.examples.bank.importing;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rows of a file, one by one: comma-separated, quoted where needed, in UTF-8 with or
 * without a byte order mark, lines ended either way, empty lines ignored, no line break inside a
 * field. The first row names the columns.
 */
final class BankRows implements AutoCloseable {
  static final List<String> COLUMNS =
      List.of(
          "transaction_id",
          "account_id",
          "date",
          "direction",
          "kind",
          "amount_cents",
          "stated_balance_cents");

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private long line = 1;

  /**
   * Opens a file.
   *
   * @throws MalformedRow if its first row does not name the columns
   */
  BankRows(InputStream file) throws IOException {
    this.reader =
        CsvReader.builder()
            .commentStrategy(CommentStrategy.NONE)
            .skipEmptyLines(true)
            .allowExtraFields(true) // both are looked at here, to say which line it is
            .allowMissingFields(true)
            .ofCsvRecord(new QuoteWatch(withoutMark(file)));
    this.records = reader.iterator();
    requireHeader();
  }

  /**
   * Reads the next row.
   *
   * @return the row; empty at the end of the file
   * @throws MalformedRow if it is not what it should be
   * @throws UncheckedIOException if the file cannot be read
   */
  Optional<BankRow> next() {
    return nextRecord().map(RowReader::read);
  }

  private Optional<CsvRecord> nextRecord() {
    try {
      if (!records.hasNext()) {
        return Optional.empty();
      }
      CsvRecord found = records.next();
      line = found.getStartingLineNumber() + 1;
      return Optional.of(found);
    } catch (CsvParseException e) {
      throw new MalformedRow(line, "cannot be read as comma-separated values: " + e.getMessage());
    }
  }

  private void requireHeader() {
    CsvRecord header =
        nextRecord()
            .orElseThrow(() -> new MalformedRow(1, "the file is empty; expected " + expected()));
    if (!header.getFields().equals(COLUMNS)) {
      throw new MalformedRow(header.getStartingLineNumber(), "expected " + expected());
    }
  }

  private static String expected() {
    return "the columns " + String.join(",", COLUMNS);
  }

  /**
   * Decodes UTF-8. What is none becomes the replacement character, which the row reader refuses: so
   * it is reported with its line, and the rows before it are read first.
   */
  private static BufferedReader withoutMark(InputStream file) throws IOException {
    BufferedReader text =
        new BufferedReader(
            new InputStreamReader(
                file,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)));
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
    return text;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
