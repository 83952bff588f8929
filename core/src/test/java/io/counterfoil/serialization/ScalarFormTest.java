package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarFormTest {
  private final JsonCodec codec = JsonCodec.create();

  static Arguments[] forms() {
    return new Arguments[] {
      form("a \"quote\" \\ \u20ac", "\"a \\\"quote\\\" \\\\ \u20ac\""),
      form("", "\"\""),
      form("\0", "\"\\u0000\""),
      form(true, "true"),
      form('x', "\"x\""),
      form((byte) -128, "-128"),
      form((short) -32768, "-32768"),
      form(Integer.MIN_VALUE, "-2147483648"),
      form(Long.MIN_VALUE, "-9223372036854775808"),
      form(9_007_199_254_740_993L, "9007199254740993"),
      form(0.1, "0.1"),
      form(Double.MIN_VALUE, "4.9E-324"),
      form(1.0E22, "1.0E22"),
      form(-0.0, "-0.0"),
      form(0.1f, "0.1"),
      form(Float.MAX_VALUE, "3.4028235E38"),
      form(new BigDecimal("1.10"), "1.10"),
      form(new BigDecimal("0.00"), "0.00"),
      form(new BigDecimal("1E+3"), "1E+3"),
      form(new BigDecimal("1E-20"), "1E-20"),
      form(
          new BigDecimal("12345678901234567890.12345678901234567890"),
          "12345678901234567890.12345678901234567890"),
      form(new BigInteger("123456789012345678901234567890"), "123456789012345678901234567890"),
      form(
          UUID.fromString("6f9619ff-8b86-4011-b42d-00c04fc964ff"),
          "\"6f9619ff-8b86-4011-b42d-00c04fc964ff\""),
      form(URI.create("https://a.example/x?y=z"), "\"https://a.example/x?y=z\""),
      form(Currency.getInstance("CHF"), "\"CHF\""),
      form(Instant.parse("2024-02-29T23:59:59.123456789Z"), "\"2024-02-29T23:59:59.123456789Z\""),
      form(Instant.MIN, "\"-1000000000-01-01T00:00:00Z\""),
      form(LocalDate.of(1582, 10, 4), "\"1582-10-04\""),
      form(LocalDate.MAX, "\"+999999999-12-31\""),
      form(LocalTime.of(1, 2), "\"01:02\""),
      form(LocalTime.MAX, "\"23:59:59.999999999\""),
      form(LocalDateTime.of(2024, 1, 1, 0, 0), "\"2024-01-01T00:00\""),
      form(
          OffsetDateTime.parse("2024-01-01T00:00:00.000000001+05:30"),
          "\"2024-01-01T00:00:00.000000001+05:30\""),
      form(OffsetTime.parse("10:15:30-08:00"), "\"10:15:30-08:00\""),
      form(
          ZonedDateTime.parse("2024-10-27T02:30:00+01:00[Europe/Paris]"),
          "\"2024-10-27T02:30+01:00[Europe/Paris]\""),
      form(ZonedDateTime.parse("2024-10-27T02:30:00+02:00"), "\"2024-10-27T02:30+02:00\""),
      form(Year.of(99), "\"0099\""),
      form(Year.of(12345), "\"+12345\""),
      form(YearMonth.of(2024, 2), "\"2024-02\""),
      form(YearMonth.of(12345, 2), "\"+12345-02\""),
      form(MonthDay.of(2, 29), "\"--02-29\""),
      form(Duration.ofNanos(-1), "\"PT-0.000000001S\""),
      form(Duration.ofDays(400), "\"PT9600H\""),
      form(Period.of(1, -2, 40), "\"P1Y-2M40D\""),
      form(ZoneOffset.ofHours(5), "\"+05:00\"")
    };
  }

  private static Arguments form(Object value, String json) {
    return Arguments.of(value.getClass(), value, json);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void hasOneFormAndComesBackEqual(Class<?> type, Object value, String json) {
    assertThat(codec.encode(value)).isEqualTo(json);
    assertThat((Object) codec.decode(json, type)).isEqualTo(value);
  }

  @SuppressWarnings("ArrayRecordComponent") // compared one by one
  record Zoned(ZoneId zone, byte[] bytes) {}

  @Test
  void writesAZoneByItsIdAndBytesAsBase64() {
    String json = codec.encode(new Zoned(ZoneId.of("Europe/Paris"), new byte[] {0, -1, 127}));

    assertThat(json).isEqualTo("{\"zone\":\"Europe/Paris\",\"bytes\":\"AP9/\"}");
    Zoned back = codec.decode(json, Zoned.class);
    assertThat(back.zone()).isEqualTo(ZoneId.of("Europe/Paris"));
    assertThat(back.bytes()).containsExactly(0, -1, 127);
  }

  enum Level {
    LOW {
      @Override
      public String toString() {
        return "low!";
      }
    },
    HIGH
  }

  record Levels(Level first, Level second) {}

  record Calendar(
      Month month, DayOfWeek day, List<Month> months, Optional<Month> due, Map<String, Month> by) {}

  @Test
  void writesAndReadsTheEnumsOfTheJdkByName() {
    JsonCodec json = JsonCodec.create();
    Calendar calendar =
        new Calendar(
            Month.MAY,
            DayOfWeek.FRIDAY,
            List.of(Month.JUNE),
            Optional.of(Month.JULY),
            Map.of("a", Month.AUGUST));

    String text = json.encode(calendar);

    assertThat(text)
        .isEqualTo(
            "{\"month\":\"MAY\",\"day\":\"FRIDAY\",\"months\":[\"JUNE\"],\"due\":\"JULY\","
                + "\"by\":{\"a\":\"AUGUST\"}}");
    assertThat(json.decode(text, Calendar.class)).isEqualTo(calendar);
  }

  @Test
  void writesAndReadsEnumsByName() {
    Levels levels = new Levels(Level.LOW, Level.HIGH);

    assertThat(codec.encode(levels)).isEqualTo("{\"first\":\"LOW\",\"second\":\"HIGH\"}");
    assertThat(codec.decode(codec.encode(levels), Levels.class)).isEqualTo(levels);
    assertThat(codec.decode(codec.encode(Level.LOW), Level.class)).isEqualTo(Level.LOW);
  }

  @ParameterizedTest
  @MethodSource("unwritable")
  void refusesToWriteWhatHasNoForm(Object value, String reason) {
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.encode(value))
        .withMessageContaining(reason);
  }

  static Arguments[] unwritable() {
    return new Arguments[] {
      Arguments.of(Double.NaN, "infinite or not a number"),
      Arguments.of(Double.POSITIVE_INFINITY, "infinite or not a number"),
      Arguments.of(Float.NEGATIVE_INFINITY, "infinite or not a number"),
      Arguments.of("broken \ud800 pair", "half a surrogate pair"),
      Arguments.of(BigInteger.TEN.pow(1_000), "more than 1000 characters"),
      Arguments.of(new BigDecimal(BigInteger.TEN.pow(999), 10), "more than 1000 characters")
    };
  }
}
