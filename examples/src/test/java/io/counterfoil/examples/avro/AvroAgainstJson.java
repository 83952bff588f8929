package io.counterfoil.examples.avro;

import io.counterfoil.examples.avro.Booking.MoneyWithdrawn;
import io.counterfoil.serialization.EventCodec;
import io.counterfoil.serialization.JsonCodec;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/** Compares size and speed of one event in both forms; run by hand. */
final class AvroAgainstJson {
  private static final int ROUNDS = 7;
  private static final int EVENTS = 300_000;
  private static final MoneyWithdrawn EVENT =
      new MoneyWithdrawn(
          5_000, 12_000, "CZK", Optional.of(LocalDate.of(1993, 1, 5)), Optional.of("výběr"));

  private AvroAgainstJson() {}

  public static void main(String[] arguments) {
    report("JSON", JsonCodec.create());
    report("Avro", AvroCodec.of(Booking.THIRD));
  }

  private static void report(String name, EventCodec codec) {
    String text = codec.encode(EVENT);
    double write = Double.MAX_VALUE;
    double read = Double.MAX_VALUE;
    long sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      for (int i = 0; i < EVENTS; i++) {
        sum += codec.encode(EVENT).length();
      }
      write = Math.min(write, (System.nanoTime() - begin) / (double) EVENTS);
      begin = System.nanoTime();
      for (int i = 0; i < EVENTS; i++) {
        sum += codec.decode(text, MoneyWithdrawn.class).cents();
      }
      read = Math.min(read, (System.nanoTime() - begin) / (double) EVENTS);
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d characters, written in %.0f ns, read in %.0f ns (%d)%n",
        name,
        text.length(),
        write,
        read,
        sum);
  }
}
