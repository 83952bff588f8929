package io.counterfoil.examples.bank.database;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Says where a database is, and who enters it. Immutable.
 *
 * @param url a JDBC URL
 * @param user the user, if not named in the URL
 * @param password the user's password, if any
 */
public record DatabaseAddress(String url, Optional<String> user, Optional<String> password) {

  /** Where the bank is when nobody says otherwise: a file below the working directory. */
  public static final DatabaseAddress DEFAULT =
      new DatabaseAddress(
          "jdbc:h2:file:./bank-data/bank;TRACE_LEVEL_FILE=0", Optional.of("sa"), Optional.of(""));

  /** Checks that nothing is null. */
  public DatabaseAddress {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }

  /**
   * Names a database in memory that nobody else knows, and that is gone when the bank is closed.
   *
   * @return its address
   */
  public static DatabaseAddress throwAway() {
    return new DatabaseAddress(
        "jdbc:h2:mem:bank-" + UUID.randomUUID(), Optional.of("sa"), Optional.of(""));
  }

  /**
   * Returns the URL as it may be shown: parameters, which may hold a password, are left out.
   *
   * @return the URL up to its parameters
   */
  public String shown() {
    return url.split("[?;]", 2)[0];
  }
}
