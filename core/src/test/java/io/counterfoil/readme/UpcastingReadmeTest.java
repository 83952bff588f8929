package io.counterfoil.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.readme.CoreReadmeTest.AccountEvent;
import io.counterfoil.readme.CoreReadmeTest.AccountEvent.MoneyDeposited;
import io.counterfoil.readme.CoreReadmeTest.AccountEvent.MoneyWithdrawn;
import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventTree;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.EventVersion;
import io.counterfoil.serialization.UpcastContext;
import io.counterfoil.serialization.Upcaster;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.StoreAudit;
import io.counterfoil.store.UnreadableEvent;
import io.counterfoil.store.Verification;
import io.counterfoil.testing.StoredForms;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Holds the code on old events that README.md shows, and runs it. */
class UpcastingReadmeTest {

  // tag::old[]
  record WithdrawnV2(long amountCents, long balance) {}

  static EventTypes types() {
    return EventTypes.with(AccountEvent.class)
        .version(MoneyWithdrawn.class, 3)
        // on the tree, to the next version: it was {"amount":50.00,"balance":12000}
        .upcast(
            Upcaster.from("MoneyWithdrawn", 1)
                .toNextVersion(
                    (json, event) ->
                        json.put(
                            "amountCents",
                            json.remove("amount")
                                .decimalValue()
                                .movePointRight(2)
                                .longValueExact())))
        // from an old record to today's
        .upcast(
            Upcaster.from("MoneyWithdrawn", 2)
                .as(WithdrawnV2.class)
                .to(
                    MoneyWithdrawn.class,
                    (old, event) -> new MoneyWithdrawn(old.amountCents(), old.balance())))
        // renamed
        .upcast(Upcaster.from("MoneyPaidIn", 1).renamedTo("MoneyDeposited", 1))
        // one that has become two
        .upcast(
            Upcaster.from("FeeRefunded", 1)
                .toEach(
                    Set.of(
                        new EventVersion("MoneyWithdrawn", 2),
                        new EventVersion("MoneyDeposited", 1)),
                    (json, event) ->
                        List.of(
                            EventTree.of("MoneyWithdrawn", 2, json.withObject("/fee")),
                            EventTree.of("MoneyDeposited", 1, json.withObject("/refund")))))
        // of no use any more
        .upcast(Upcaster.from("CacheWarmed", 1).dropped())
        .build();
  }

  // end::old[]

  private static List<Event> read(String type, int version, String data) {
    UpcastContext somewhere =
        new UpcastContext("account", "acc_1", 1, 1, new UUID(0, 1), Metadata.at(Instant.EPOCH));
    return types().decode(new EncodedEvent(type, version, data), () -> somewhere);
  }

  @Test
  void readsAllThatTheReadmeSaysWasStoredOnce() {
    assertThat(read("MoneyWithdrawn", 1, "{\"amount\":50.00,\"balance\":12000}"))
        .containsExactly(new MoneyWithdrawn(5_000, 12_000));
    assertThat(read("MoneyWithdrawn", 2, "{\"amountCents\":5000,\"balance\":12000}"))
        .containsExactly(new MoneyWithdrawn(5_000, 12_000));
    assertThat(read("MoneyPaidIn", 1, "{\"amountCents\":1,\"balanceAfter\":2}"))
        .containsExactly(new MoneyDeposited(1, 2));
    assertThat(
            read(
                "FeeRefunded",
                1,
                "{\"fee\":{\"amountCents\":1,\"balance\":2},"
                    + "\"refund\":{\"amountCents\":3,\"balanceAfter\":5}}"))
        .containsExactly(new MoneyWithdrawn(1, 2), new MoneyDeposited(3, 5));
    assertThat(read("CacheWarmed", 1, "{}")).isEmpty();
  }

  // tag::stored-forms[]
  @Test
  void readsWhatWasEverStored() {
    StoredForms.in(Path.of("src/test/resources/events"), types())
        .sample(new MoneyDeposited(100, 100), new MoneyWithdrawn(30, 70))
        .check();
  }

  // end::stored-forms[]

  static List<String> verify(EventStore store) {
    List<String> lines = new ArrayList<>();
    // tag::verify[]
    Verification verification =
        store.verify(
            EventQuery.after(0),
            (UnreadableEvent event) ->
                lines.add(event.stream() + " #" + event.sequence() + ": " + event.reason()));

    boolean sound = verification.unreadable() == 0;
    // end::verify[]
    assertThat(sound).isEqualTo(lines.isEmpty());
    return lines;
  }

  static List<String> audit(EventStore store) {
    List<String> lines = new ArrayList<>();
    // tag::audit[]
    StoreAudit audit = store.audit().requireReadable(); // or an EventStoreException that names what

    for (StoreAudit.Finding found : audit.findings()) {
      lines.add(found.stored().version() + ": " + found.stored().count() + ", by " + found.chain());
    }
    // end::audit[]
    return lines;
  }
}
