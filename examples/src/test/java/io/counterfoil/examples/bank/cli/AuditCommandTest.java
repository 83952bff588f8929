package io.counterfoil.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import org.junit.jupiter.api.Test;

class AuditCommandTest {
  private final TestDatabase database = TestDatabases.h2Memory();

  @Test
  void listsWhatIsStoredAndHowItIsRead() {
    Run.on(database, "open", "a");
    Run.on(database, "deposit", "a", "5000");
    Run.on(database, "deposit", "a", "6000");

    Run run = Run.on(database, "audit");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "AGGREGATE_TYPE EVENT_TYPE VERSION EVENTS FIRST LAST READ",
            "account AccountOpened 1 1 1 1 yes: 'AccountOpened' version 1",
            "account MoneyDeposited 1 2 2 3 yes: 'MoneyDeposited' version 1",
            "types=2 events=3 unreadable=0");
  }

  @Test
  void endsWithOneWhenSomethingCannotBeRead() {
    Run.on(database, "open", "a");
    Run.on(database, "deposit", "a", "5000");
    database.execute(
        "UPDATE \"counterfoil_events\" SET \"schema_version\" = 9 WHERE \"sequence\" = 2",
        "UPDATE \"counterfoil_events\" SET \"type\" = 'Vanished' WHERE \"sequence\" = 1");

    Run run = Run.on(database, "audit");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(" NO: of this name only the versions [1] are known")
        .contains(" NO: no event and no upcaster has this name")
        .endsWith("types=2 events=2 unreadable=2\n");
  }
}
