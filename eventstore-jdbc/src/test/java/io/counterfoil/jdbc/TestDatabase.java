package io.counterfoil.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A fresh, empty database that a test has for itself. */
@SuppressWarnings("exports") // tests know the pool, the module does not
public record TestDatabase(String url, String user, String password) {

  /** Returns a source of unpooled connections. */
  public DataSource dataSource() {
    if (isPostgres()) {
      PGSimpleDataSource postgres = new PGSimpleDataSource();
      postgres.setUrl(url);
      postgres.setUser(user);
      postgres.setPassword(password);
      return postgres;
    }
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL(url);
    h2.setUser(user);
    h2.setPassword(password);
    return h2;
  }

  /** Returns a pool, for tests with many threads; the caller closes it. */
  public HikariDataSource pool(int connections) {
    return new HikariDataSource(poolConfig(connections));
  }

  /** Returns the pool's configuration, for tests that want other defaults. */
  public HikariConfig poolConfig(int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(0);
    config.setPoolName("test");
    return config;
  }

  /** Tells PostgreSQL from H2. */
  public boolean isPostgres() {
    return url.startsWith("jdbc:postgresql:");
  }

  /** Runs statements, each in its own transaction. */
  public void execute(String... statements) {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
