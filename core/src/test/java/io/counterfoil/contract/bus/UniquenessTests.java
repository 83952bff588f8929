package io.counterfoil.contract.bus;

import static io.counterfoil.readme.UniqueIban.ACCOUNT;
import static io.counterfoil.readme.UniqueIban.CLAIM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.AlreadyExists;
import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.contract.Race;
import io.counterfoil.readme.UniqueIban;
import io.counterfoil.readme.UniqueIban.OpenAccount;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How something is unique over aggregates: a stream for each value, claimed first. */
abstract class UniquenessTests {
  private static final int IBANS = 5;

  private EventStore store;
  private CommandBus bank;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void setUp() {
    store = emptyStore(UniqueIban.TYPES);
    bank = CommandBus.on(store).aggregates(ACCOUNT, CLAIM).attempts(10_000).build();
  }

  @Test
  void refusesAnIbanThatHasAnAccount() {
    UniqueIban.open(bank, new OpenAccount("a", "DE1"), "opening-1");

    assertThatThrownBy(() -> UniqueIban.open(bank, new OpenAccount("b", "DE1"), "opening-2"))
        .isInstanceOfSatisfying(
            CommandRejected.class, no -> assertThat(no.code()).isEqualTo("iban-taken"));

    assertThat(bank.state(ACCOUNT, "b")).isEmpty();
  }

  @Test
  void givesTheIbanBackWhenTheAccountIsRefused() {
    UniqueIban.open(bank, new OpenAccount("a", "DE1"), "opening-1");

    for (int sent = 0; sent < 3; sent++) {
      assertThatThrownBy(() -> UniqueIban.open(bank, new OpenAccount("a", "DE2"), "opening-2"))
          .isInstanceOfSatisfying(
              CommandRejected.class, no -> assertThat(no.code()).isEqualTo(AlreadyExists.CODE));
    }

    assertThat(UniqueIban.open(bank, new OpenAccount("b", "DE2"), "opening-3").events()).hasSize(1);
    assertThat(bank.state(ACCOUNT, "a")).isEqualTo("DE1");
  }

  @Test
  void opensOnceHoweverOftenItIsSent() {
    UniqueIban.open(bank, new OpenAccount("a", "DE1"), "opening-1");

    assertThat(UniqueIban.open(bank, new OpenAccount("a", "DE1"), "opening-1").repeated()).isTrue();

    assertThat(store.status().events()).isEqualTo(2);
  }

  @Test
  void givesNoIbanToTwoAccountsHoweverManyTry() throws Exception {
    List<Map<String, String>> opened =
        Race.of(
            16,
            thread -> {
              Map<String, String> own = new HashMap<>();
              for (int i = 0; i < IBANS; i++) {
                String iban = "DE" + (thread + i) % IBANS;
                String account = "acc-" + thread % 8 + "-" + i;
                try {
                  UniqueIban.open(bank, new OpenAccount(account, iban), thread + "-" + i);
                  own.put(iban, account);
                } catch (CommandRejected refused) {
                  assertThat(refused.code()).isIn("iban-taken", AlreadyExists.CODE);
                }
              }
              return own;
            });

    Map<String, String> accountOf = new HashMap<>();
    for (Map<String, String> own : opened) {
      own.forEach(
          (iban, account) -> {
            assertThat(accountOf.put(iban, account)).as("another account of " + iban).isNull();
            assertThat(bank.state(ACCOUNT, account)).isEqualTo(iban);
          });
    }
    for (int i = 0; i < IBANS; i++) {
      assertThat(bank.state(CLAIM, "DE" + i).isEmpty()).isEqualTo(!accountOf.containsKey("DE" + i));
    }
  }
}
