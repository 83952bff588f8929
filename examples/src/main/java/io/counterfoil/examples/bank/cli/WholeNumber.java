package io.counterfoil.examples.bank.cli;

import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number from the command line. */
final class WholeNumber<N extends Number> implements ITypeConverter<N> {

  private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]+");

  private final Function<String, N> parse;
  private final String otherwise;

  private WholeNumber(Function<String, N> parse, String otherwise) {
    this.parse = parse;
    this.otherwise = otherwise;
  }

  /**
   * Makes a reader.
   *
   * @param parse fails on what is no number of its range
   * @param otherwise says of a text what it is not
   */
  static <N extends Number> WholeNumber<N> by(Function<String, N> parse, String otherwise) {
    return new WholeNumber<>(parse, otherwise);
  }

  @Override
  public N convert(String value) {
    try {
      return parse.apply(value);
    } catch (NumberFormatException e) {
      String why = otherwise;
      if (DIGITS.matcher(value).matches()) {
        why = value.startsWith("-") ? "is too small" : "is too large";
      }
      throw new TypeConversionException("'" + value + "' " + why);
    }
  }
}
