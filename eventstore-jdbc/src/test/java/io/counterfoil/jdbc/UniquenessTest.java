package io.counterfoil.jdbc;

import static io.counterfoil.readme.UniqueIban.ACCOUNT;
import static io.counterfoil.readme.UniqueIban.CLAIM;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.contract.Race;
import io.counterfoil.readme.UniqueIban;
import io.counterfoil.readme.UniqueIban.OpenAccount;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.TransactionDoomed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claims something unique in the transaction of what needs it. */
class UniquenessTest {

  @ParameterizedTest
  @EnumSource
  void aClaimAndItsAccountAreCommittedTogetherOrNotAtAll(Engine engine) throws Exception {
    DataSource dataSource = engine.withTables().dataSource();
    JdbcEventStore store = JdbcEventStore.on(dataSource, UniqueIban.TYPES);
    CommandBus bank = CommandBus.on(store).aggregates(ACCOUNT, CLAIM).build();

    List<Boolean> opened =
        Race.of(
            8,
            thread ->
                open(
                    dataSource,
                    store,
                    bank,
                    new OpenAccount("acc-" + thread / 2, "DE" + thread % 3)));

    long accounts = opened.stream().filter(done -> done).count();
    assertThat(accounts).isBetween(1L, 3L);
    assertThat(store.status().events()).as("a claim and an opening each").isEqualTo(2 * accounts);
    for (String iban : List.of("DE0", "DE1", "DE2")) {
      String holder = bank.state(CLAIM, iban);
      assertThat(holder.isEmpty() || bank.state(ACCOUNT, holder).equals(iban)).isTrue();
    }
  }

  /** Repeats the whole transaction where it lost a race; answers false where it was refused. */
  private static boolean open(
      DataSource dataSource, JdbcEventStore store, CommandBus bank, OpenAccount command)
      throws SQLException {
    while (true) {
      try (Connection connection = dataSource.getConnection()) {
        connection.setAutoCommit(false);
        try {
          UniqueIban.openTogether(bank, store.using(connection), command);
          connection.commit();
          return true;
        } catch (CommandRejected refused) {
          connection.rollback();
          return false;
        } catch (ConcurrencyConflict | TransactionDoomed lost) {
          connection.rollback();
        }
      }
    }
  }
}
