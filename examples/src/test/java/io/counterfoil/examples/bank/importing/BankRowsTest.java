package io.counterfoil.examples.bank.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.examples.bank.account.AccountCommand.BookTransaction;
import io.counterfoil.examples.bank.account.AccountCommand.Direction;
import io.counterfoil.examples.bank.account.Details;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BankRowsTest {
  private static final String HEADER =
      "transaction_id,account_id,date,direction,kind,amount_cents,stated_balance_cents\n";
  private static final String ROW = "17,576,1993-01-01,credit,cash deposit,90000,90000\n";

  private static List<BankRow> read(byte[] file) throws IOException {
    List<BankRow> all = new ArrayList<>();
    try (BankRows rows = new BankRows(new ByteArrayInputStream(file))) {
      Optional<BankRow> row = rows.next();
      while (row.isPresent()) {
        all.add(row.get());
        row = rows.next();
      }
    }
    return all;
  }

  private static List<BankRow> read(String file) throws IOException {
    return read(file.getBytes(UTF_8));
  }

  @Test
  void readsARowAsABooking() throws IOException {
    assertThat(read(HEADER + ROW))
        .containsExactly(
            new BankRow(
                2,
                "17",
                new BookTransaction(
                    "576",
                    Direction.CREDIT,
                    90000,
                    Details.booked(LocalDate.of(1993, 1, 1), "cash deposit"))));
  }

  @Test
  void takesIdsAndKindsAsTheyStand() throws IOException {
    String row = "\" 1 7\",Ä-0576,1993-01-01,debit,\"rent, \"\"December\"\"\",1,-5\n";

    BankRow read = read(HEADER + row + ROW).get(0);

    assertThat(read.transactionId()).isEqualTo(" 1 7");
    assertThat(read.booking().accountId()).isEqualTo("Ä-0576");
    assertThat(read.booking().details().kind()).contains("rent, \"December\"");
    assertThat(read(HEADER + row + ROW).get(1).line()).isEqualTo(3);
  }

  @Test
  void readsFilesOfOtherSystems() throws IOException {
    List<BankRow> plain = read(HEADER + ROW + ROW);

    assertThat(read("\uFEFF" + HEADER + ROW + ROW)).isEqualTo(plain);
    assertThat(read((HEADER + ROW + ROW).replace("\n", "\r\n"))).isEqualTo(plain);
    assertThat(read(HEADER + ROW + ROW + "\n\n")).isEqualTo(plain);
    assertThat(read(HEADER + ROW + ROW.strip())).isEqualTo(plain);
    assertThat(read(HEADER)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2,1993-01-01,credit,x,5 | has 6 columns, not 7",
        "1,2,1993-01-01,credit,x,5,5,5 | has 8 columns, not 7",
        "1,2,1993-02-30,credit,x,5,5 | date '1993-02-30'",
        "1,2,930101,credit,x,5,5 | date '930101'",
        "1,2,,credit,x,5,5 | date ''",
        "1,2,1993-01-01,Credit,x,5,5 | direction 'Credit'",
        "1,2,1993-01-01,credit,x,0,5 | amount_cents '0' is no positive whole number",
        "1,2,1993-01-01,credit,x,-5,5 | amount_cents '-5' is no positive whole number",
        "1,2,1993-01-01,credit,x,+5,5 | amount_cents '+5' is no positive whole number",
        "1,2,1993-01-01,credit,x,5.0,5 | amount_cents '5.0' is no positive whole number",
        "1,2,1993-01-01,credit,x,5e3,5 | amount_cents '5e3' is no positive whole number",
        "1,2,1993-01-01,credit,x,٥,5 | amount_cents '٥' is no positive whole number",
        "1,2,1993-01-01,credit,x,9223372036854775808,5 | is larger than 9223372036854775807",
        ",2,1993-01-01,credit,x,5,5 | transaction_id",
        "1,,1993-01-01,credit,x,5,5 | account_id",
        "1,2,1993-01-01,credit,x,5, | stated_balance_cents '' is no whole number",
        "1,2,1993-01-01,credit,x,5,5.0 | stated_balance_cents '5.0' is no whole number",
        "1,2,1993-01-01,credit,x,5,--5 | stated_balance_cents '--5' is no whole number",
      })
  void tellsWhatIsWrongWithARowAndOnWhichLine(String row, String message) {
    assertThatExceptionOfType(MalformedRow.class)
        .isThrownBy(() -> read(HEADER + ROW + "\n" + row + "\n" + ROW))
        .withMessageContaining(message)
        .satisfies(malformed -> assertThat(malformed.line()).isEqualTo(4));
  }

  @Test
  void refusesWhatIsNoText() {
    byte[] latin = (HEADER + ROW + "1,2,1993-01-01,credit,Überweisung,5,5\n").getBytes(UTF_8);
    latin[new String(latin, UTF_8).indexOf('Ü') + 1] = 'x'; // half a character

    assertThatExceptionOfType(MalformedRow.class)
        .isThrownBy(() -> read(latin))
        .withMessage("the kind is not valid UTF-8")
        .satisfies(malformed -> assertThat(malformed.line()).isEqualTo(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,\"2,1993-01-01,credit,x,5,5\n" + ROW,
        "1,2,1993-01-01,credit,x,5,\"5\n" + ROW,
        "1,2,1993-01-01,credit,x,5,\"5\n",
        "1,2,1993-01-01,credit,x,5,\"5",
        "1,2,1993-01-01,credit,x,5,\"",
        "1,2,1993-01-01,credit,\"x\"\"\",5,\"5"
      })
  void refusesAQuoteThatNobodyCloses(String rows) {
    assertThatExceptionOfType(MalformedRow.class)
        .isThrownBy(() -> read(HEADER + ROW + rows))
        .withMessage("a field of this row begins with a quote that is never closed")
        .satisfies(malformed -> assertThat(malformed.line()).isEqualTo(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,2,1993-01-01,credit,x,5,\"5\"",
        "1,2,1993-01-01,credit,\"\",5,5",
        "1,2,1993-01-01,credit,5\" pipe,5,5",
        "1,2,1993-01-01,credit,\"\"\"x\"\"\",5,5\r\n"
      })
  void takesQuotesThatAreClosedOrInsideAField(String row) throws IOException {
    assertThat(read(HEADER + row)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void refusesALineBreakInsideAField(String lineBreak) {
    assertThatExceptionOfType(MalformedRow.class)
        .isThrownBy(
            () -> read(HEADER + ROW + "1,2,1993-01-01,credit,\"x" + lineBreak + "y\",5,5\n" + ROW))
        .withMessage("the kind contains a line break")
        .satisfies(malformed -> assertThat(malformed.line()).isEqualTo(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"7,2,1993-01-01,credit,x,5,5"})
  void refusesTextBehindAClosingQuote(String row) {
    assertThatExceptionOfType(MalformedRow.class)
        .isThrownBy(() -> read(HEADER + ROW + row + "\n"))
        .satisfies(malformed -> assertThat(malformed.line()).isEqualTo(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "a,b,c\n", "17,576,1993-01-01,credit,cash deposit,90000,90000\n"})
  void refusesAFileWithoutTheColumnNames(String file) {
    assertThatExceptionOfType(MalformedRow.class)
        .isThrownBy(() -> read(file))
        .withMessageContaining("expected the columns transaction_id,account_id,date")
        .satisfies(malformed -> assertThat(malformed.line()).isEqualTo(1));
  }
}
