package io.counterfoil.examples.bank.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an amount from the command line. Whether it may be negative, the account decides. */
final class AmountCents implements ITypeConverter<Long> {

  @Override
  public Long convert(String value) {
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(
          "'" + value + "' is no amount; give a whole number of cents, such as 5000");
    }
  }
}
