package io.counterfoil.serialization;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads tokens as what they are, or not at all. */
final class Tokens {
  private Tokens() {}

  static String text(JsonParser json) {
    require(json.currentToken() == JsonToken.VALUE_STRING);
    return json.getString();
  }

  static boolean truth(JsonParser json) {
    boolean yes = json.currentToken() == JsonToken.VALUE_TRUE;
    require(yes || json.currentToken() == JsonToken.VALUE_FALSE);
    return yes;
  }

  static char character(JsonParser json) {
    String text = text(json);
    require(text.length() == 1);
    return text.charAt(0);
  }

  static long whole(JsonParser json) {
    require(json.currentToken() == JsonToken.VALUE_NUMBER_INT);
    return json.getLongValue();
  }

  static BigInteger bigWhole(JsonParser json) {
    require(json.currentToken() == JsonToken.VALUE_NUMBER_INT);
    return json.getBigIntegerValue();
  }

  static BigDecimal decimal(JsonParser json) {
    requireNumber(json);
    return json.getDecimalValue();
  }

  static double approximate(JsonParser json) {
    requireNumber(json);
    double value = json.getDoubleValue();
    require(Double.isFinite(value));
    requireNothingLost(json, new BigDecimal(value));
    return value;
  }

  static float lessThanApproximate(JsonParser json) {
    requireNumber(json);
    float value = json.getFloatValue();
    require(Float.isFinite(value));
    requireNothingLost(json, new BigDecimal(value));
    return value;
  }

  /** A decimal is near enough; a whole number, an id perhaps, must not become its neighbour. */
  private static void requireNothingLost(JsonParser json, BigDecimal value) {
    require(
        json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
            || value.compareTo(json.getDecimalValue()) == 0);
  }

  private static void requireNumber(JsonParser json) {
    require(
        json.currentToken() == JsonToken.VALUE_NUMBER_INT
            || json.currentToken() == JsonToken.VALUE_NUMBER_FLOAT);
  }

  private static void require(boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException("another token than the value has");
    }
  }
}
