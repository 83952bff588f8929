package io.counterfoil.serialization;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** All simple values that a payload may hold, beside enums. */
final class Scalars {

  /** Beyond it, a number takes long to read back. */
  static final int LONGEST_NUMBER = 1_000;

  /** By the type of a component; primitives stand for their boxes too. */
  private static final Map<Class<?>, Scalar<?>> ALL = new LinkedHashMap<>();

  static {
    List<Scalar<?>> others =
        List.of(
            new Scalar<>(
                Boolean.class, "true or false", (v, json) -> json.writeBoolean(v), Tokens::truth),
            new Scalar<>(
                Character.class,
                "one character",
                (v, json) -> json.writeString(v.toString()),
                Tokens::character,
                new Scalar.TextForm<>(c -> c.toString(), Scalars::character)),
            whole(
                Byte.class,
                "8",
                (v, json) -> json.writeNumber(v.shortValue()),
                v -> (byte) v,
                Byte::valueOf),
            whole(
                Short.class,
                "16",
                (v, json) -> json.writeNumber(v),
                v -> (short) v,
                Short::valueOf),
            whole(
                Integer.class,
                "32",
                (v, json) -> json.writeNumber(v),
                v -> (int) v,
                Integer::valueOf),
            whole(Long.class, "64", (v, json) -> json.writeNumber(v), v -> v, Long::valueOf),
            new Scalar<>(Double.class, "a number", Scalars::write, Tokens::approximate),
            new Scalar<>(Float.class, "a number", Scalars::write, Tokens::lessThanApproximate),
            new Scalar<>(
                BigInteger.class,
                "a whole number",
                Scalars::write,
                Tokens::bigWhole,
                new Scalar.TextForm<>(BigInteger::toString, BigInteger::new)),
            new Scalar<>(BigDecimal.class, "a number", Scalars::write, Tokens::decimal),
            new Scalar<>(
                OptionalInt.class,
                "a whole number of 32 bits",
                (v, json) -> json.writeNumber(v.getAsInt()),
                json -> OptionalInt.of(Math.toIntExact(Tokens.whole(json)))),
            new Scalar<>(
                OptionalLong.class,
                "a whole number of 64 bits",
                (v, json) -> json.writeNumber(v.getAsLong()),
                json -> OptionalLong.of(Tokens.whole(json))),
            new Scalar<>(
                OptionalDouble.class,
                "a number",
                (v, json) -> write(v.getAsDouble(), json),
                json -> OptionalDouble.of(Tokens.approximate(json))));
    TextScalars.ALL.forEach(scalar -> ALL.put(scalar.type(), scalar));
    others.forEach(scalar -> ALL.put(scalar.type(), scalar));
  }

  private Scalars() {}

  static Iterable<Scalar<?>> all() {
    return ALL.values();
  }

  /**
   * Finds what writes a value of a class, or of the nearest class above: zones have hidden ones.
   */
  static @Nullable Scalar<?> of(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      Scalar<?> scalar = ALL.get(c);
      if (scalar != null) {
        return scalar;
      }
    }
    return null;
  }

  static void writeElement(Object value, JsonGenerator json) {
    Scalar<?> scalar = of(value.getClass());
    if (scalar == null) {
      throw new Flaw(json, value.getClass().getName() + " has no form as an element of a set");
    }
    writeElement(scalar, value, json);
  }

  private static <T> void writeElement(Scalar<T> scalar, Object value, JsonGenerator json) {
    scalar.writer().write(scalar.type().cast(value), json);
  }

  static boolean contains(Class<?> type) {
    return ALL.containsKey(type);
  }

  /** What an absent value of a type is: an empty optional, else null. */
  static @Nullable Object absent(Class<?> type) {
    if (type == OptionalInt.class) {
      return OptionalInt.empty();
    }
    if (type == OptionalLong.class) {
      return OptionalLong.empty();
    }
    return type == OptionalDouble.class ? OptionalDouble.empty() : null;
  }

  /** Widening back must give the number that was read: so nothing is cut off. */
  private static <T extends Number> Scalar<T> whole(
      Class<T> type,
      String bits,
      Scalar.Writer<T> writer,
      LongFunction<T> narrow,
      Function<String, T> parse) {
    return new Scalar<>(
        type,
        "a whole number of " + bits + " bits",
        writer,
        json -> {
          long value = Tokens.whole(json);
          T narrowed = narrow.apply(value);
          if (narrowed.longValue() != value) {
            throw new ArithmeticException("overflow");
          }
          return narrowed;
        },
        new Scalar.TextForm<>(T::toString, parse));
  }

  private interface LongFunction<T> {
    T apply(long value);
  }

  private static void write(double value, JsonGenerator json) {
    if (!Double.isFinite(value)) {
      throw new Flaw(json, "a number that is infinite or not a number has no form in JSON");
    }
    json.writeNumber(value);
  }

  private static void write(float value, JsonGenerator json) {
    if (!Float.isFinite(value)) {
      throw new Flaw(json, "a number that is infinite or not a number has no form in JSON");
    }
    json.writeNumber(value);
  }

  private static void write(BigInteger value, JsonGenerator json) {
    requireShort(value.bitLength() / 3 > 2 * LONGEST_NUMBER ? "" : value.toString(), json);
    json.writeNumber(value);
  }

  private static void write(BigDecimal value, JsonGenerator json) {
    requireShort(value.precision() > LONGEST_NUMBER ? "" : value.toString(), json);
    json.writeNumber(value);
  }

  private static void requireShort(String number, JsonGenerator json) {
    if (number.isEmpty() || number.length() > LONGEST_NUMBER) {
      throw new Flaw(json, "a number has more than " + LONGEST_NUMBER + " characters");
    }
  }

  private static Character character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("not one character");
    }
    return text.charAt(0);
  }
}
