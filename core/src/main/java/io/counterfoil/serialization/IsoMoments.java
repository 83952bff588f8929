package io.counterfoil.serialization;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Reads dates and instants in the form in which they are written, many times faster than a
 * formatter, which most of the time of a replay went into. Every other form is left to the JDK.
 */
final class IsoMoments {
  private static final int DATE = "2026-01-31".length();
  private static final int SECONDS = "2026-01-31T23:59:59".length();
  private static final int LONGEST = "2026-01-31T23:59:59.123456789Z".length();

  private IsoMoments() {}

  static LocalDate date(String text) {
    return text.length() == DATE && isDate(text)
        ? LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, DATE))
        : LocalDate.parse(text);
  }

  static Instant instant(String text) {
    if (!isInstant(text)) {
      return Instant.parse(text);
    }
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, SECONDS);
    if (hour > 23 || minute > 59 || second > 59) {
      return Instant.parse(text); // midnight as 24:00, leap seconds, nonsense
    }
    LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, DATE));
    return Instant.ofEpochSecond(
        date.toEpochDay() * 86_400 + hour * 3_600L + minute * 60L + second, nanos(text));
  }

  private static boolean isDate(String text) {
    return areDigits(text, 0, 4)
        && text.charAt(4) == '-'
        && areDigits(text, 5, 7)
        && text.charAt(7) == '-'
        && areDigits(text, 8, DATE);
  }

  private static boolean isInstant(String text) {
    int end = text.length() - 1;
    return end >= SECONDS
        && end < LONGEST
        && isDate(text)
        && text.charAt(DATE) == 'T'
        && areDigits(text, 11, 13)
        && text.charAt(13) == ':'
        && areDigits(text, 14, 16)
        && text.charAt(16) == ':'
        && areDigits(text, 17, SECONDS)
        && (end == SECONDS || hasFraction(text, end))
        && text.charAt(end) == 'Z';
  }

  private static boolean hasFraction(String text, int end) {
    return text.charAt(SECONDS) == '.' && end > SECONDS + 1 && areDigits(text, SECONDS + 1, end);
  }

  private static boolean areDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static int nanos(String text) {
    int nanos = 0;
    for (int i = 0; i < 9; i++) {
      int at = SECONDS + 1 + i;
      nanos = nanos * 10 + (at < text.length() - 1 ? text.charAt(at) - '0' : 0);
    }
    return nanos;
  }
}
