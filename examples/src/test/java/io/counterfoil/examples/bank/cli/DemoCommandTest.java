package io.counterfoil.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
  private static final String GOLDEN =
      "{\"type\":\"MoneyWithdrawn\",\"aggregateType\":\"account\",\"aggregateId\":\"acc_812\","
          + "\"sequence\":47,\"position\":901,\"eventId\":\"…\",\"schemaVersion\":1,"
          + "\"data\":{\"amountCents\":5000,\"balanceAfter\":12000},"
          + "\"meta\":{\"correlationId\":\"c-9k\",\"causationId\":\"cmd-44\",\"at\":1717250000000}}";

  private static String withoutEventId(String json) {
    return json.replaceAll("\"eventId\":\"[0-9a-f-]{36}\"", "\"eventId\":\"…\"");
  }

  @Test
  void tellsItsStoryWhenNoCommandIsNamed() {
    Run run = Run.of();

    assertThat(run.err()).isEmpty();
    assertThat(withoutEventId(run.lastLine())).isEqualTo(GOLDEN);
    assertThat(run.out())
        .containsPattern(" 4 +\\d+ +MoneyWithdrawn +2500 +8500 +chapter-3 ")
        .contains("refused: code=insufficient-funds")
        .contains("was decided 2 times, stored once")
        .contains("a snapshot was taken at sequence 40")
        .contains("folds 4 events onto it instead of 44; same state: yes")
        .contains("balance_view: acc_812 has 12000 cents")
        .contains("rebuilt from 901 events: acc_812 has 12000 cents");
    assertThat(run.code()).isZero();
  }

  @Test
  void tellsItsStoryOnAnEmptyDatabaseOnly() {
    TestDatabase database = TestDatabases.postgres();

    Run first = Run.on(database, "demo");
    Run second = Run.on(database, "demo");

    assertThat(first.lastLine()).contains("\"sequence\":47", "\"balanceAfter\":12000");
    assertThat(first.code()).isZero();
    assertThat(second.err()).startsWith("bank: the demo needs an empty database");
    assertThat(second.code()).isEqualTo(1);
    assertThat(Run.on(database, "verify").lastLine())
        .isEqualTo("accounts=21 events=901 differences=0");
  }
}
