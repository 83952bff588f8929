package io.counterfoil.examples.generations;

import io.counterfoil.examples.bank.account.Details;
import io.counterfoil.examples.generations.LedgerEvent.AccountOpened;
import io.counterfoil.examples.generations.LedgerEvent.Credited;
import io.counterfoil.examples.generations.LedgerEvent.Debited;
import io.counterfoil.serialization.EventTree;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.EventVersion;
import io.counterfoil.serialization.UpcastContext;
import io.counterfoil.serialization.Upcaster;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** How events of the first two generations become those of the third. */
public final class OldEvents {
  /** The only currency before there were currencies. */
  static final String FIRST_CURRENCY = "CZK";

  private OldEvents() {}

  // tag::old[]
  /** Knows the events of today, and the way of all older ones to them. */
  public static final EventTypes TYPES =
      EventTypes.with(LedgerEvent.class)
          .version(AccountOpened.class, 2)
          .upcast(
              Upcaster.from("AccountOpened", 1)
                  .toEach(
                      Set.of(
                          new EventVersion("AccountOpened", 2), new EventVersion("OwnerNamed", 1)),
                      OldEvents::openedAndNamed))
          .upcast(Upcaster.from("MoneyDeposited", 1).toNextVersion(OldEvents::withCurrency))
          .upcast(
              Upcaster.from("MoneyDeposited", 2)
                  .as(Moved.class)
                  .to(
                      Credited.class,
                      (old, event) -> new Credited(old.amount(), old.balance(), old.details())))
          .upcast(Upcaster.from("MoneyWithdrawn", 1).toNextVersion(OldEvents::withCurrency))
          .upcast(
              Upcaster.from("MoneyWithdrawn", 2)
                  .as(Moved.class)
                  .to(
                      Debited.class,
                      (old, event) -> new Debited(old.amount(), old.balance(), old.details())))
          .upcast(Upcaster.from("AccountClosed", 1).renamedTo("AccountEnded", 1))
          .build();

  /** What moved money in the second generation. */
  record Moved(
      Money amount,
      long balanceAfter,
      Optional<LocalDate> bookedOn,
      Optional<String> kind,
      Optional<String> text,
      Optional<String> counterparty) {

    Money balance() {
      return new Money(balanceAfter, amount.currency());
    }

    Details details() {
      return new Details(bookedOn, kind, text, counterparty);
    }
  }

  /** The first generation had whole numbers of cents. */
  private static ObjectNode withCurrency(ObjectNode json, UpcastContext event) {
    long cents = json.remove("amountCents").asLong();
    json.putObject("amount").put("cents", cents).put("currency", FIRST_CURRENCY);
    return json;
  }

  /** One event that said two things, the second not always. */
  private static List<EventTree> openedAndNamed(ObjectNode json, UpcastContext event) {
    List<EventTree> events = new ArrayList<>();
    events.add(EventTree.of("AccountOpened", 2, json.objectNode().put("currency", FIRST_CURRENCY)));
    if (json.has("owner")) {
      events.add(EventTree.of("OwnerNamed", 1, json));
    }
    return events;
  }

  // end::old[]
}
