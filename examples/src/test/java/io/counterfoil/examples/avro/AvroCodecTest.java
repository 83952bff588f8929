package io.counterfoil.examples.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterfoil.Event;
import io.counterfoil.EventType;
import io.counterfoil.Metadata;
import io.counterfoil.examples.avro.Booking.MoneyWithdrawn;
import io.counterfoil.examples.avro.Booking.Noted;
import io.counterfoil.examples.avro.Booking.WithdrawnAsJson;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.JsonCodec;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.serialization.Upcaster;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.Verification;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AvroCodecTest {
  private static final StreamId STREAM = new StreamId("account", "a");

  /** One event in Avro, with a way to it from JSON and one from an older schema. */
  private static final EventTypes TODAY =
      EventTypes.with(Booking.class)
          .codec(MoneyWithdrawn.class, AvroCodec.of(Booking.THIRD))
          .upcast(
              Upcaster.from("MoneyWithdrawn", 1)
                  .as(WithdrawnAsJson.class)
                  .to(
                      MoneyWithdrawn.class,
                      (old, event) ->
                          new MoneyWithdrawn(
                              old.amountCents(),
                              old.balanceAfter(),
                              "CZK",
                              Optional.empty(),
                              Optional.empty())))
          .upcast(
              Upcaster.from("MoneyWithdrawn", 2)
                  .readBy(AvroCodec.resolving(Booking.SECOND, Booking.THIRD)))
          .build();

  @EventType(name = "MoneyWithdrawn")
  record First(long amountCents, long balanceAfter) implements Event {}

  @EventType(name = "MoneyWithdrawn", version = 2)
  record Second(
      long amountCents, long balanceAfter, Optional<LocalDate> bookedOn, Optional<String> kind)
      implements Event {}

  private static void append(TestDatabase database, EventTypes types, Event... events) {
    JdbcEventStore.on(database.dataSource(), types)
        .append(
            Append.of(STREAM, ExpectedVersion.any(), List.of(events), Metadata.at(Instant.EPOCH)));
  }

  private static void keepsBothInOneStore(TestDatabase database) {
    // given events of three releases
    LocalDate day = LocalDate.of(1993, 1, 5);
    JdbcSchema.of(database.dataSource()).create();
    append(database, EventTypes.of(First.class), new First(1, 10));
    append(
        database,
        EventTypes.with(Second.class)
            .oldestVersion("MoneyWithdrawn", 2)
            .codec(Second.class, AvroCodec.of(Booking.SECOND))
            .build(),
        new Second(2, 20, Optional.of(day), Optional.of("výběr")));
    append(
        database,
        TODAY,
        new Noted("x"),
        new MoneyWithdrawn(3, 30, "EUR", Optional.empty(), Optional.empty()));

    // when
    EventStore store = JdbcEventStore.on(database.dataSource(), TODAY);
    List<RecordedEvent> events = store.events(STREAM);

    // then
    assertThat(events)
        .extracting(RecordedEvent::payload)
        .containsExactly(
            new MoneyWithdrawn(1, 10, "CZK", Optional.empty(), Optional.empty()),
            new MoneyWithdrawn(2, 20, "CZK", Optional.of(day), Optional.of("výběr")),
            new Noted("x"),
            new MoneyWithdrawn(3, 30, "EUR", Optional.empty(), Optional.empty()));
    assertThat(events.get(0).data()).startsWith("{");
    assertThat(events.get(1).data()).matches("[A-Za-z0-9+/=]+");
    assertThat(events.get(2).data()).isEqualTo("{\"text\":\"x\"}");
    assertThat(JsonCodec.create().readObject(events.get(3).toJson()))
        .containsEntry("data", events.get(3).data());
    assertThat(store.verify(EventQuery.after(0), event -> {})).isEqualTo(new Verification(4, 0));
  }

  @Test
  void keepsJsonAndAvroInOneStoreOnH2() {
    keepsBothInOneStore(TestDatabases.h2Memory());
  }

  @Test
  void keepsJsonAndAvroInOneStoreOnPostgres() {
    keepsBothInOneStore(TestDatabases.postgres());
  }

  @Test
  void refusesAnEventThatItsSchemaLacks() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                EventTypes.with(MoneyWithdrawn.class)
                    .oldestVersion("MoneyWithdrawn", 3)
                    .codec(MoneyWithdrawn.class, AvroCodec.of(Booking.SECOND))
                    .build())
        .withMessageContaining("has no field cents for " + MoneyWithdrawn.class.getName());
  }

  @Test
  void keepsThePayloadOutOfWhatItThrows() {
    AvroCodec codec = AvroCodec.of(Booking.THIRD);

    for (String text : List.of("czNjcmV0", "", "s3cret", "{\"cents\":\"s3cret\"}")) {
      assertThatExceptionOfType(UnreadablePayload.class)
          .isThrownBy(() -> codec.decode(text, MoneyWithdrawn.class))
          .withMessageNotContaining("s3cret")
          .withNoCause();
    }
  }
}
