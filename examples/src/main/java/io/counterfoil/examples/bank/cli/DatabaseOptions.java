package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.database.DatabaseAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has: where the database is, and how much to say. */
final class DatabaseOptions {
  /** One for a reader of the log, one for what it asks meanwhile, one for a checkpoint. */
  private static final int CONNECTIONS = 4;

  @Option(
      names = "--db",
      paramLabel = "JDBC-URL",
      description = {
        "The database, jdbc:h2:… or jdbc:postgresql:…",
        "Default: an H2 file in ./bank-data"
      })
  private @Nullable String url;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "The database user. Default on H2: sa")
  private @Nullable String user;

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = "The user's password. Default on H2: none")
  private @Nullable String password;

  @Option(names = "--verbose", description = "Show stack traces of errors, and more of the log.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  Bank open() {
    return openFor(0);
  }

  /** Opens the bank with a connection for each of some threads. */
  Bank openFor(int threads) {
    return Bank.open(address(), threads + CONNECTIONS);
  }

  boolean isNamed() {
    return url != null;
  }

  DatabaseAddress address() {
    String named = url == null ? DatabaseAddress.DEFAULT.url() : url;
    return new DatabaseAddress(named, Optional.ofNullable(user), Optional.ofNullable(password));
  }

  boolean isVerbose() {
    return verbose;
  }
}
