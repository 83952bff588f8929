package io.counterfoil.examples.bank.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.SQLException;

/** Opens the connections to a database, or says in one line why it cannot. */
final class Pool {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int ONE_TRY_MILLIS = 1;

  private Pool() {}

  static HikariDataSource open(DatabaseAddress address, int connections) {
    requireSupported(address);
    HikariConfig config = new HikariConfig();
    config.setPoolName("bank");
    config.setJdbcUrl(address.url());
    address.user().ifPresent(config::setUsername);
    address.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setInitializationFailTimeout(ONE_TRY_MILLIS);
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw new BankFailure(
          "cannot open the database " + address.shown() + ": " + reason(address, e), e);
    }
  }

  private static void requireSupported(DatabaseAddress address) {
    if (!address.url().startsWith("jdbc:h2:") && !address.url().startsWith("jdbc:postgresql:")) {
      throw new BankFailure(
          "the database '"
              + address.shown()
              + "' is not supported; give a URL that begins with jdbc:h2: or jdbc:postgresql:",
          null);
    }
  }

  private static String reason(DatabaseAddress address, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException said) {
        return reason(address, said);
      }
    }
    return ErrorLine.of(failure);
  }

  private static String reason(DatabaseAddress address, SQLException said) {
    if (address.url().startsWith("jdbc:h2:") && said.getErrorCode() == 90020) {
      return "another program has it open; wait until that has ended";
    }
    String state = String.valueOf(said.getSQLState());
    if (state.startsWith("28")) {
      return "wrong user or password; see --user and --password";
    }
    return ErrorLine.of(said);
  }
}
