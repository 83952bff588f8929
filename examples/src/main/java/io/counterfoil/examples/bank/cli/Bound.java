package io.counterfoil.examples.bank.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Is one end of a part of the log: a place in it, or a moment.
 *
 * @param position the place, if it is one
 * @param moment the moment, if it is one
 */
record Bound(OptionalLong position, Optional<Instant> moment) {
  /** No end. */
  static final Bound NONE = new Bound(OptionalLong.empty(), Optional.empty());

  /** Reads a position, a moment or a day. */
  static final class Reader implements ITypeConverter<Bound> {
    @Override
    public Bound convert(String value) {
      try {
        if (value.chars().allMatch(Character::isDigit)) {
          return new Bound(OptionalLong.of(Long.parseLong(value)), Optional.empty());
        }
        return new Bound(
            OptionalLong.empty(),
            Optional.of(
                value.contains("T")
                    ? Instant.parse(value)
                    : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()));
      } catch (DateTimeException | NumberFormatException e) {
        throw new TypeConversionException(
            "'" + value + "' is no position, day (1993-05-31) or moment (1993-05-31T12:00:00Z)");
      }
    }
  }
}
