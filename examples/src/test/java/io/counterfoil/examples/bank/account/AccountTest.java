package io.counterfoil.examples.bank.account;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.examples.bank.account.Account.Status;
import io.counterfoil.examples.bank.account.AccountCommand.BookTransaction;
import io.counterfoil.examples.bank.account.AccountCommand.CloseAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import io.counterfoil.examples.bank.account.AccountCommand.Direction;
import io.counterfoil.examples.bank.account.AccountCommand.OpenAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Withdraw;
import io.counterfoil.examples.bank.account.AccountEvent.AccountClosed;
import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyWithdrawn;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.testing.AggregateFixture;
import io.counterfoil.testing.Decision;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountTest {
  private static final AccountOpened OPENED = new AccountOpened(Optional.empty());
  private static final AccountClosed CLOSED = new AccountClosed();
  private static final Details DETAILS =
      new Details(
          Optional.of(LocalDate.of(1993, 12, 31)),
          Optional.of("transfer in"),
          Optional.of("rent, December"),
          Optional.of("A. Novák"));

  private static Decision<AccountCommand, Account, AccountEvent> when(
      AccountCommand command, AccountEvent... given) {
    return AggregateFixture.of(ACCOUNT).given(List.of(given)).when(command);
  }

  @Test
  void opensOnce() {
    when(new OpenAccount("a", Optional.of("Eva")))
        .then(new AccountOpened(Optional.of("Eva")))
        .thenState(new Account(Status.OPEN, 0));
    when(new OpenAccount("a", Optional.empty()), OPENED)
        .thenRejected("account-already-open", Map.of("accountId", "a"))
        .thenRejected(AccountAlreadyOpen.class);
    when(new OpenAccount("a", Optional.empty()), OPENED, CLOSED)
        .thenRejected(AccountIsClosed.class);
  }

  @Test
  void addsWhatIsDeposited() {
    when(new Deposit("a", 250), OPENED, MoneyDeposited.of(100, 100))
        .then(MoneyDeposited.of(250, 350))
        .thenState(new Account(Status.OPEN, 350));
  }

  @Test
  void takesAwayWhatIsWithdrawnToTheLastCent() {
    when(new Withdraw("a", 100), OPENED, MoneyDeposited.of(100, 100))
        .then(MoneyWithdrawn.of(100, 0))
        .thenState(new Account(Status.OPEN, 0));
  }

  @Test
  void keepsWhatIsKnownOfABooking() {
    when(new Deposit("a", 5, DETAILS), OPENED)
        .then(
            new MoneyDeposited(
                5, 5, DETAILS.bookedOn(), DETAILS.kind(), DETAILS.text(), DETAILS.counterparty()));
    when(new Withdraw("a", 5, DETAILS), OPENED, MoneyDeposited.of(5, 5))
        .then(
            new MoneyWithdrawn(
                5, 0, DETAILS.bookedOn(), DETAILS.kind(), DETAILS.text(), DETAILS.counterparty()));
  }

  @Test
  void withdrawsNothingBeyondTheBalance() {
    when(new Withdraw("a", 101), OPENED, MoneyDeposited.of(100, 100))
        .thenRejected(
            "insufficient-funds",
            Map.of("accountId", "a", "amountCents", 101L, "balanceCents", 100L))
        .thenRejected(InsufficientFunds.class);
    when(new Withdraw("a", Long.MAX_VALUE), OPENED).thenRejected(InsufficientFunds.class);
  }

  @Test
  void doesNothingOnAnAccountThatNobodyOpened() {
    when(new Deposit("a", 1))
        .thenRejected("account-not-open", Map.of("accountId", "a"))
        .thenRejected(AccountNotOpen.class);
    when(new Withdraw("a", 1)).thenRejected(AccountNotOpen.class);
    when(new CloseAccount("a")).thenRejected(AccountNotOpen.class);
  }

  @Test
  void doesNothingOnAClosedAccount() {
    when(new Deposit("a", 1), OPENED, CLOSED)
        .thenRejected("account-closed", Map.of("accountId", "a"))
        .thenRejected(AccountIsClosed.class);
    when(new Withdraw("a", 1), OPENED, CLOSED).thenRejected(AccountIsClosed.class);
    when(new CloseAccount("a"), OPENED, CLOSED).thenRejected(AccountIsClosed.class);
    when(new BookTransaction("a", Direction.CREDIT, 1, DETAILS), OPENED, CLOSED)
        .thenRejected(AccountIsClosed.class);
  }

  @Test
  void closesOnlyWhenNothingIsLeft() {
    when(new CloseAccount("a"), OPENED, MoneyDeposited.of(1, 1))
        .thenRejected("account-not-empty", Map.of("accountId", "a", "balanceCents", 1L))
        .thenRejected(AccountNotEmpty.class);
    when(new CloseAccount("a"), OPENED, MoneyDeposited.of(1, 1), MoneyWithdrawn.of(1, 0))
        .then(CLOSED)
        .thenState(new Account(Status.CLOSED, 0));
  }

  @Test
  void refusesAmountsOfZeroOrLess() {
    for (long amount : new long[] {0, -1, Long.MIN_VALUE}) {
      Map<String, Object> data = Map.of("accountId", "a", "amountCents", amount);
      when(new Deposit("a", amount), OPENED).thenRejected("invalid-amount", data);
      when(new Withdraw("a", amount), OPENED).thenRejected("invalid-amount", data);
      when(new BookTransaction("a", Direction.CREDIT, amount, DETAILS))
          .thenRejected("invalid-amount", data)
          .thenRejected(InvalidAmount.class);
    }
  }

  @Test
  void refusesABalanceThatNoLongHolds() {
    long most = Long.MAX_VALUE;
    when(new Deposit("a", 1), OPENED, MoneyDeposited.of(most, most))
        .thenRejected(
            "amount-too-large", Map.of("accountId", "a", "amountCents", 1L, "balanceCents", most))
        .thenRejected(AmountTooLarge.class);
    when(new Deposit("a", most - 1), OPENED, MoneyDeposited.of(1, 1))
        .then(MoneyDeposited.of(most - 1, most));
  }

  @Test
  void opensAnAccountWithItsFirstBookingInOneAppend() {
    when(new BookTransaction("a", Direction.CREDIT, 70, Details.NONE))
        .then(OPENED, MoneyDeposited.of(70, 70))
        .thenState(new Account(Status.OPEN, 70));
    when(
            new BookTransaction("a", Direction.DEBIT, 30, Details.NONE),
            OPENED,
            MoneyDeposited.of(70, 70))
        .then(MoneyWithdrawn.of(30, 40));
  }

  @Test
  void opensNothingWhenTheFirstBookingIsRefused() {
    when(new BookTransaction("a", Direction.DEBIT, 1, Details.NONE))
        .thenRejected(InsufficientFunds.class)
        .thenState(Account.NONE);
  }

  @Test
  void keepsAnEventsUnknownDetailsOutOfItsStoredForm() {
    String json = EventTypes.of(AccountEvent.class).encode(MoneyWithdrawn.of(5000, 12000)).data();

    assertThat(json).isEqualTo("{\"amountCents\":5000,\"balanceAfter\":12000}");
  }
}
