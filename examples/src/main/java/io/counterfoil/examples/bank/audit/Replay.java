package io.counterfoil.examples.bank.audit;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;

import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyMoved;
import io.counterfoil.examples.bank.view.BalanceRow;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.Optional;
import java.util.function.Consumer;

/** Folds one account's events, and keeps the states that others are to be compared with. */
final class Replay implements Consumer<RecordedEvent> {
  private final StreamId account;
  private final long head;
  private final long rowSequence;
  private final Consumer<String> differences;

  private Account state = Account.NONE;
  private long sequence;
  private long sequenceAtHead;
  private Account stateAtRow = Account.NONE;

  Replay(StreamId account, long head, long rowSequence, Consumer<String> differences) {
    this.account = account;
    this.head = head;
    this.rowSequence = rowSequence;
    this.differences = differences;
  }

  @Override
  public void accept(RecordedEvent event) {
    if (event.sequence() != sequence + 1) {
      differ("the events jump from sequence " + sequence + " to " + event.sequence());
    }
    AccountEvent payload = (AccountEvent) event.payload();
    state = ACCOUNT.apply(state, payload);
    sequence = event.sequence();
    if (payload instanceof MoneyMoved moved && moved.balanceAfter() != state.balanceCents()) {
      differ(
          "event "
              + sequence
              + " states a balance of "
              + moved.balanceAfter()
              + ", but the amounts add up to "
              + state.balanceCents());
    }
    if (state.balanceCents() < 0) {
      differ("the balance is " + state.balanceCents() + " behind event " + sequence);
    }
    remember(event);
  }

  private void remember(RecordedEvent event) {
    if (event.position() <= head) {
      sequenceAtHead = sequence;
    }
    if (sequence == rowSequence) {
      stateAtRow = state;
    }
  }

  long events() {
    return sequence;
  }

  void compare(Optional<BalanceRow> found) {
    if (found.isEmpty()) {
      differ("balance_view has no row");
      return;
    }
    BalanceRow row = found.get();
    if (row.lastSequence() > sequence || row.lastSequence() < sequenceAtHead) {
      differ(
          "balance_view stands at event "
              + row.lastSequence()
              + ", but the last one is "
              + sequence);
    } else if (!new Account(row.status(), row.balanceCents()).equals(stateAtRow)) {
      differ(
          "balance_view says "
              + row.status()
              + " with "
              + row.balanceCents()
              + ", the events say "
              + stateAtRow.status()
              + " with "
              + stateAtRow.balanceCents()
              + ", at event "
              + row.lastSequence());
    }
  }

  private void differ(String what) {
    differences.accept(account.aggregateId() + ": " + what);
  }
}
