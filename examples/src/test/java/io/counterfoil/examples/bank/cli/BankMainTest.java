package io.counterfoil.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankMainTest {
  @TempDir private Path folder;

  private Run bank(String... arguments) throws Exception {
    return Child.start(folder, arguments).end();
  }

  @Test
  void saysInOneLineThatAFileCannotBeCreated() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    Run run = bank("balance", "x", "--db", "jdbc:h2:" + file.resolve("bank"));

    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1).first().asString().startsWith("bank: cannot open");
    assertThat(run.err()).doesNotContain("SQL statement");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void keepsItsBankBelowTheWorkingDirectory() throws Exception {
    Run opened = bank("open", "účet", "--owner", "Eva");
    Run refused = bank("withdraw", "účet", "5");
    Run read = bank("events", "účet");

    assertThat(opened)
        .isEqualTo(
            new Run(0, "account=účet balance_cents=0 status=open sequence=1 position=1\n", ""));
    assertThat(refused)
        .isEqualTo(
            new Run(
                1,
                "",
                "bank: insufficient-funds: account 'účet' has 0 cents, too little to withdraw"
                    + " 5\n"));
    assertThat(read.out()).contains("\"aggregateId\":\"účet\"").contains("\"owner\":\"Eva\"");
    assertThat(folder.resolve("bank-data")).isDirectoryContaining("glob:**bank.mv.db");
  }
}
