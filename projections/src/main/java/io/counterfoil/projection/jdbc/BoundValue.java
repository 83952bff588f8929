package io.counterfoil.projection.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns a handler's value into one that every supported driver takes, or refuses it. */
final class BoundValue {
  private static final Set<Class<?>> AS_THEY_ARE =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigDecimal.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          OffsetDateTime.class,
          UUID.class,
          byte[].class);

  private BoundValue() {}

  /**
   * Returns what is handed to the driver.
   *
   * @param value the handler's value
   * @param where names the place of the value, for people
   */
  static @Nullable Object of(@Nullable Object value, String where) {
    if (value instanceof Optional<?> perhaps) {
      return perhaps.isPresent() ? of(perhaps.get(), where) : null;
    }
    if (value == null || AS_THEY_ARE.contains(value.getClass())) {
      return value;
    }
    if (value instanceof Instant moment) {
      return moment.atOffset(ZoneOffset.UTC); // drivers take this, but not all take an Instant
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof BigInteger number) {
      return new BigDecimal(number);
    }
    throw new IllegalArgumentException(
        where
            + " is a "
            + value.getClass().getName()
            + ", which cannot be bound; supported are String, Boolean, Byte, Short, Integer, Long,"
            + " Float, Double, BigInteger, BigDecimal, LocalDate, LocalTime, LocalDateTime,"
            + " OffsetDateTime, Instant, UUID, byte[], an enum, an Optional of these, and null");
  }
}
