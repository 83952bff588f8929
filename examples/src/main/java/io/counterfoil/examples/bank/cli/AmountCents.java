package io.counterfoil.examples.bank.cli;

import picocli.CommandLine.ITypeConverter;

/** Reads an amount from the command line. Whether it may be negative, the account decides. */
final class AmountCents implements ITypeConverter<Long> {

  private static final WholeNumber<Long> NUMBER =
      WholeNumber.by(Long::valueOf, "is no amount; give a whole number of cents, such as 5000");

  @Override
  public Long convert(String value) {
    return NUMBER.convert(value);
  }
}
