package io.counterfoil.examples.bank.database;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Says where a database is, and who enters it. Immutable.
 *
 * @param url a JDBC URL
 * @param user the user, if not named in the URL; {@code sa} on H2 where nobody is named
 * @param password the user's password, if any
 */
public record DatabaseAddress(String url, Optional<String> user, Optional<String> password) {

  /** Where the bank is when nobody says otherwise: a file below the working directory. */
  public static final DatabaseAddress DEFAULT =
      new DatabaseAddress("jdbc:h2:file:./bank-data/bank", Optional.empty(), Optional.empty());

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
        "jdbc:h2:mem:bank-" + UUID.randomUUID(), Optional.empty(), Optional.empty());
  }

  boolean isH2() {
    return url.startsWith("jdbc:h2:");
  }

  /** Tells whether each connection would get a database of its own. */
  boolean isUnnamedMemory() {
    return shown().equals("jdbc:h2:mem:");
  }

  /** Returns who enters; on H2, where nobody is named, the user that H2's own tools propose. */
  Optional<String> userToEnter() {
    return isH2() && !sets("USER") ? user.or(() -> Optional.of("sa")) : user;
  }

  /** Returns the password to enter with; on H2, where none is named, the empty one. */
  Optional<String> passwordToEnter() {
    return isH2() && !sets("PASSWORD") ? password.or(() -> Optional.of("")) : password;
  }

  /**
   * Returns the URL to connect to. Unless the URL says otherwise, H2 keeps its traces to itself,
   * and writes each commit to the file before it is acknowledged.
   */
  String urlToEnter() {
    if (!isH2()) {
      return url;
    }
    String settings = "";
    for (String name : List.of("TRACE_LEVEL_FILE", "TRACE_LEVEL_SYSTEM_OUT", "WRITE_DELAY")) {
      settings += sets(name) ? "" : ";" + name + "=0";
    }
    return url + settings;
  }

  private boolean sets(String setting) {
    return url.toUpperCase(Locale.ROOT).contains(";" + setting + "=");
  }

  /**
   * Returns the URL as it may be shown: parameters and users, which may hold a password, are left
   * out.
   *
   * @return the URL up to its parameters
   */
  public String shown() {
    return url.split("[?;]", 2)[0].replaceFirst("//[^/]*@", "//");
  }
}
