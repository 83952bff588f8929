package io.counterfoil.examples.bench;

import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bench.floor.PlainAccounts;
import io.counterfoil.examples.bench.floor.PlainAppend;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/**
 * Compares columns for payloads: ours is {@code text}, as the schema has it, and the floor is the
 * same table with another type. Both sides run the same hand-written code on one thread, and say
 * how many bytes an event has in the end, indexes included.
 *
 * @param type the other type
 * @param direction what is done with it
 */
record PayloadWork(String type, Direction direction) implements Work.Measurement {
  private static final int ACCOUNTS = 200;
  private static final int EVENTS = 100;

  enum Direction {
    /** Appends of 100 events, so that the commit weighs little. */
    APPEND,
    /** Loads of 100 events, decoded and folded. */
    READ
  }

  @Override
  public Figures in(Setting setting) throws Exception {
    try (Tables text = Tables.ofOurs(setting.server());
        Tables other = Tables.ofFloor(setting.server())) {
      if (direction == Direction.READ) {
        Accounts.fill(text, ACCOUNTS, EVENTS);
        Accounts.fill(other, ACCOUNTS, EVENTS);
      }
      setting
          .server()
          .execute(
              "ALTER TABLE %s ALTER COLUMN data TYPE %s USING data::%s"
                  .formatted(other.events(), type, type),
              "VACUUM FULL ANALYZE " + text.events(),
              "VACUUM FULL ANALYZE " + other.events());
      Figures figures = duel(setting, text, other);
      setting
          .progress()
          .accept("  bytes an event: text " + bytes(text) + ", " + type + " " + bytes(other));
      return figures;
    }
  }

  private Figures duel(Setting setting, Tables text, Tables other) throws Exception {
    try (Connection onText = connect(text);
        Connection onOther = connect(other);
        Crew ours = crew(setting, text, onText);
        Crew floor = crew(setting, other, onOther)) {
      return Duel.between(ours, floor, setting);
    }
  }

  private Crew crew(Setting setting, Tables tables, Connection connection) throws Exception {
    return Crew.of(
        1,
        load -> load.perSecond() * EVENTS,
        thread ->
            direction == Direction.APPEND
                ? appending(setting, tables, connection)
                : reading(tables, connection));
  }

  private static Crew.Step appending(Setting setting, Tables tables, Connection connection)
      throws SQLException {
    List<MoneyDeposited> deposits = Collections.nCopies(EVENTS, Accounts.deposit(Accounts.AMOUNT));
    Share share = new Share(setting.pace().streams(), 1, 0);
    PlainAppend append = new PlainAppend(connection, tables.events(), EVENTS);
    return () -> {
      append.append(share.next(), share.sequence(), deposits);
      share.moved(EVENTS);
    };
  }

  private static Crew.Step reading(Tables tables, Connection connection) throws SQLException {
    Share share = new Share(ACCOUNTS, 1, 0);
    PlainAccounts accounts = new PlainAccounts(connection, tables.events(), tables.snapshots());
    return () -> accounts.state(share.next());
  }

  /** Lets the server find out the types of parameters, which the driver would send as text. */
  private static Connection connect(Tables tables) throws IOException, SQLException {
    Properties properties = new Properties();
    properties.setProperty("stringtype", "unspecified");
    return DriverManager.getConnection(tables.server().url(), properties);
  }

  private static long bytes(Tables tables) throws IOException, SQLException {
    tables.server().execute("VACUUM FULL " + tables.events());
    try (Connection connection = tables.server().connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pg_total_relation_size('%1$s') / count(*) FROM %1$s"
                    .formatted(tables.events()))) {
      row.next();
      return row.getLong(1);
    }
  }
}
