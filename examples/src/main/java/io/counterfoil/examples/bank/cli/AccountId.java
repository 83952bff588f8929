package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.store.StreamId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an account's id from the command line. */
final class AccountId implements ITypeConverter<StreamId> {

  @Override
  public StreamId convert(String value) {
    try {
      return new StreamId(Account.ACCOUNT.type(), value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("this is no account's id: " + e.getMessage());
    }
  }
}
