package io.counterfoil;

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

  private RejectionData() {}

  static Map<String, Object> normalise(Map<String, ?> data) {
    Map<String, Object> normal = new TreeMap<>();
    data.forEach(
        (name, value) ->
            normal.put(name, normalise(Objects.requireNonNull(value, () -> "data " + name))));
    return Collections.unmodifiableMap(normal);
  }

  private static Object normalise(Object value) {
    if (value instanceof Boolean) {
      return value;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Number number) {
      return normalise(number);
    }
    return value.toString();
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
