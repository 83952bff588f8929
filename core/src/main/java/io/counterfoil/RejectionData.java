package io.counterfoil;

import io.counterfoil.text.StorableText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Brings the data of a rejection into the few types that survive a store unchanged. */
final class RejectionData {
  private static final BigDecimal SMALLEST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  /**
   * A number with more zeros than this keeps its exponent: written out it might fill the memory.
   */
  private static final int LONGEST_EXPONENT = 100;

  /** How long all names and values may be together, in characters. */
  static final int LONGEST = 65_536;

  private static final int LONGEST_NAME = 255;

  /** A longer number is kept as text, since no JSON reader takes it back as a number. */
  private static final int LONGEST_NUMBER = 900;

  private RejectionData() {}

  static Map<String, Object> normalise(Map<String, ?> data) {
    Map<String, Object> normal = new TreeMap<>();
    long length = 0;
    for (Map.Entry<String, ?> entry : data.entrySet()) {
      String name = entry.getKey();
      requireName(name);
      Object value = normalise(Objects.requireNonNull(entry.getValue(), () -> "data " + name));
      length += name.length() + value.toString().length();
      normal.put(name, value);
    }
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "the data of a rejection have at most "
              + LONGEST
              + " characters, but these have "
              + length);
    }
    return Collections.unmodifiableMap(normal);
  }

  private static void requireName(String name) {
    String flaw = StorableText.flawOf(name);
    if (name.isEmpty() || name.length() > LONGEST_NAME || !flaw.isEmpty()) {
      throw new IllegalArgumentException(
          "a name in the data of a rejection must have 1 to "
              + LONGEST_NAME
              + " characters that can be stored, but one has "
              + name.length()
              + (flaw.isEmpty() ? "" : " and " + flaw));
    }
  }

  private static Object normalise(Object value) {
    if (value instanceof Boolean) {
      return value;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Number number) {
      Object normal = normalise(number);
      String text = normal.toString();
      return text.length() > LONGEST_NUMBER ? text : normal;
    }
    return StorableText.madeStorable(value.toString());
  }

  private static Object normalise(Number number) {
    if (number instanceof Byte
        || number instanceof Short
        || number instanceof Integer
        || number instanceof Long) {
      return number.longValue();
    }
    if (number instanceof BigInteger whole) {
      return wholeOrExact(new BigDecimal(whole));
    }
    if (number instanceof BigDecimal exact) {
      return wholeOrExact(exact);
    }
    double approximate = number.doubleValue();
    if (Double.isNaN(approximate) || Double.isInfinite(approximate)) {
      return number.toString();
    }
    return wholeOrExact(new BigDecimal(number.toString()));
  }

  /**
   * A decimal without digits behind its point is written, and so read back, as a whole number; and
   * a whole number that a long holds is read back as one.
   */
  private static Object wholeOrExact(BigDecimal exact) {
    if (exact.scale() > 0 || exact.scale() < -LONGEST_EXPONENT) {
      return exact;
    }
    BigDecimal whole = exact.setScale(0);
    return whole.compareTo(SMALLEST) >= 0 && whole.compareTo(LARGEST) <= 0
        ? (Object) whole.longValueExact()
        : whole;
  }
}
