package io.counterfoil.serialization;

import static java.time.format.SignStyle.EXCEEDS_PAD;
import static java.time.temporal.ChronoField.MONTH_OF_YEAR;
import static java.time.temporal.ChronoField.YEAR;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/** The simple values that are text in JSON. */
final class TextScalars {

  // The years of these two lose their sign or their zeros in toString, and do not parse again.
  private static final DateTimeFormatter YEAR_FORM =
      new DateTimeFormatterBuilder().appendValue(YEAR, 4, 10, EXCEEDS_PAD).toFormatter();
  private static final DateTimeFormatter YEAR_MONTH_FORM =
      new DateTimeFormatterBuilder()
          .append(YEAR_FORM)
          .appendLiteral('-')
          .appendValue(MONTH_OF_YEAR, 2)
          .toFormatter();

  static final List<Scalar<?>> ALL =
      List.of(
          Scalar.text(String.class, "a text", s -> s, s -> s),
          new Scalar<>(
              byte[].class,
              "Base64 text",
              (v, json) -> json.writeString(Base64.getEncoder().encodeToString(v)),
              json -> Base64.getDecoder().decode(Tokens.text(json))),
          Scalar.text(UUID.class, "a UUID", UUID::toString, TextScalars::uuid),
          Scalar.text(URI.class, "a URI", URI::toString, URI::create),
          Scalar.text(
              Currency.class, "a currency", Currency::getCurrencyCode, Currency::getInstance),
          Scalar.text(Instant.class, "an ISO-8601 instant", Instant::toString, IsoMoments::instant),
          Scalar.text(LocalDate.class, "an ISO-8601 date", LocalDate::toString, IsoMoments::date),
          Scalar.text(LocalTime.class, "an ISO-8601 time", LocalTime::toString, LocalTime::parse),
          Scalar.text(
              LocalDateTime.class,
              "an ISO-8601 date and time",
              LocalDateTime::toString,
              LocalDateTime::parse),
          Scalar.text(
              OffsetDateTime.class,
              "an ISO-8601 date and time with its offset",
              OffsetDateTime::toString,
              OffsetDateTime::parse),
          Scalar.text(
              OffsetTime.class,
              "an ISO-8601 time with its offset",
              OffsetTime::toString,
              OffsetTime::parse),
          Scalar.text(
              ZonedDateTime.class,
              "an ISO-8601 date and time with its zone",
              ZonedDateTime::toString,
              ZonedDateTime::parse),
          Scalar.text(
              Year.class, "a year", y -> y.format(YEAR_FORM), s -> Year.parse(s, YEAR_FORM)),
          Scalar.text(
              YearMonth.class,
              "a year and month",
              y -> y.format(YEAR_MONTH_FORM),
              s -> YearMonth.parse(s, YEAR_MONTH_FORM)),
          Scalar.text(MonthDay.class, "a month and day", MonthDay::toString, MonthDay::parse),
          Scalar.text(Duration.class, "an ISO-8601 duration", Duration::toString, Duration::parse),
          Scalar.text(Period.class, "an ISO-8601 period", Period::toString, Period::parse),
          Scalar.text(ZoneId.class, "a time zone", ZoneId::getId, ZoneId::of),
          Scalar.text(ZoneOffset.class, "an offset", ZoneOffset::getId, ZoneOffset::of));

  private TextScalars() {}

  /** UUID.fromString takes "1-1-1-1-1" too. */
  private static UUID uuid(String text) {
    UUID uuid = UUID.fromString(text);
    if (!uuid.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException("not the usual form");
    }
    return uuid;
  }
}
