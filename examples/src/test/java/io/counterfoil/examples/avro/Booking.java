package io.counterfoil.examples.avro;

import io.counterfoil.Event;
import io.counterfoil.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;

/** Events of which one has moved from JSON to Avro. */
sealed interface Booking extends Event {

  /** Is written as JSON, as ever. */
  record Noted(String text) implements Booking {}

  /** Version 1 was JSON; version 2 was Avro, without a currency; version 3 is Avro, too. */
  @EventType(version = 3)
  record MoneyWithdrawn(
      long cents,
      long balanceAfter,
      String currency,
      Optional<LocalDate> bookedOn,
      Optional<String> kind)
      implements Booking {}

  /** What version 1 was. */
  record WithdrawnAsJson(long amountCents, long balanceAfter) {}

  /** The schema of version 2. */
  Schema SECOND = schema("MoneyWithdrawn.v2.avsc");

  /** The schema of version 3: it names the amount otherwise, and has a currency. */
  Schema THIRD = schema("MoneyWithdrawn.v3.avsc");

  private static Schema schema(String file) {
    try (InputStream json = Booking.class.getResourceAsStream("/avro/" + file)) {
      return new Schema.Parser().parse(Objects.requireNonNull(json, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
