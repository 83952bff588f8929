package io.counterfoil.examples.bank.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.SQLException;
import java.util.Optional;

/** Opens the connections to a database, or says in one line why it cannot. */
final class Pool {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int ONE_TRY_MILLIS = 1;

  private Pool() {}

  static HikariDataSource open(DatabaseAddress address, int connections) {
    requireSupported(address);
    try {
      return connect(address, address.urlToEnter(), connections);
    } catch (PoolInitializationException e) {
      if (!lacksAdminRights(e)) {
        throw failure(address, e);
      }
    }
    try { // on H2, only an administrator may say what is traced
      return connect(address, address.url(), connections);
    } catch (PoolInitializationException e) {
      throw failure(address, e);
    }
  }

  private static HikariDataSource connect(DatabaseAddress address, String url, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("bank");
    config.setJdbcUrl(url);
    address.userToEnter().ifPresent(config::setUsername);
    address.passwordToEnter().ifPresent(config::setPassword);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setInitializationFailTimeout(ONE_TRY_MILLIS);
    return new HikariDataSource(config);
  }

  private static boolean lacksAdminRights(Throwable failure) {
    return sqlCause(failure).filter(said -> said.getErrorCode() == 90040).isPresent();
  }

  private static BankFailure failure(DatabaseAddress address, Throwable failure) {
    String reason =
        sqlCause(failure).map(said -> reason(address, said)).orElseGet(() -> ErrorLine.of(failure));
    return new BankFailure("cannot open the database " + address.shown() + ": " + reason, failure);
  }

  private static Optional<SQLException> sqlCause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException said) {
        return Optional.of(said);
      }
    }
    return Optional.empty();
  }

  private static void requireSupported(DatabaseAddress address) {
    if (!address.isH2() && !address.url().startsWith("jdbc:postgresql:")) {
      throw new BankFailure(
          "the database '"
              + address.shown()
              + "' is not supported; give a URL that begins with jdbc:h2: or jdbc:postgresql:",
          null);
    }
    if (address.isUnnamedMemory()) {
      throw new BankFailure(
          "a database in memory needs a name, such as jdbc:h2:mem:bank; it ends with the program",
          null);
    }
  }

  private static String reason(DatabaseAddress address, SQLException said) {
    if (address.isH2() && said.getErrorCode() == 90020) {
      return "another program has it open; wait until that has ended";
    }
    String state = String.valueOf(said.getSQLState());
    if (state.startsWith("28")) {
      return "wrong user or password; see --user and --password";
    }
    return ErrorLine.of(said);
  }
}
