package io.counterfoil.projection;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.List;

/** The events that the tests project. */
public sealed interface AccountEvent extends Event {
  /** Counts. */
  record Deposited(long amountCents) implements AccountEvent {}

  /** Counts too. */
  record Withdrawn(long amountCents) implements AccountEvent {}

  /** Is handled by no projection. */
  record Noted(String text) implements AccountEvent {}

  /** The types that stores are built with. */
  static EventTypes types() {
    return EventTypes.of(AccountEvent.class);
  }

  /** Appends an event, and returns its position. */
  static long append(EventStore store, String account, AccountEvent... events) {
    var result =
        store.append(
            Append.of(
                new StreamId("account", account),
                ExpectedVersion.any(),
                List.of(events),
                Metadata.at(Instant.EPOCH)));
    return result.events().get(events.length - 1).position();
  }

  /** Appends a deposit, and returns its position. */
  static long deposit(EventStore store, String account, long amountCents) {
    return append(store, account, new Deposited(amountCents));
  }
}
