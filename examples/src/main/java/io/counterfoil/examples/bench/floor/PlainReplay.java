package io.counterfoil.examples.bench.floor;

import io.counterfoil.examples.bank.account.AccountEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The floor of replays: a cursor over the whole table, decoded by the thread that reads it. */
public final class PlainReplay {
  private static final int FETCHED_AT_ONCE = 1_000;

  private PlainReplay() {}

  /**
   * Is an event with all that is known about it.
   *
   * @param position its place in the log
   * @param accountId its stream
   * @param sequence its place in the stream
   * @param eventId its id
   * @param correlationId the conversation, if known
   * @param causationId the cause, if known
   * @param at when it happened
   * @param headers further metadata as JSON, if there are any
   * @param payload what happened
   */
  public record Stored(
      long position,
      String accountId,
      long sequence,
      UUID eventId,
      @Nullable String correlationId,
      @Nullable String causationId,
      long at,
      @Nullable String headers,
      AccountEvent payload) {}

  /**
   * Hands on all events in the order of their positions.
   *
   * @param connection what to read on
   * @param table the table of events
   * @param consumer receives them
   */
  public static void read(Connection connection, String table, Consumer<Stored> consumer)
      throws SQLException {
    connection.setAutoCommit(false); // or the driver fetches all rows at once
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT position, aggregate_id, sequence, event_id, correlation_id, causation_id,"
                + " recorded_at, headers, type, data FROM "
                + table
                + " ORDER BY position")) {
      select.setFetchSize(FETCHED_AT_ONCE);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          consumer.accept(
              new Stored(
                  row.getLong(1),
                  row.getString(2),
                  row.getLong(3),
                  row.getObject(4, UUID.class),
                  row.getString(5),
                  row.getString(6),
                  row.getLong(7),
                  row.getString(8),
                  Payloads.read(row.getString(9), row.getString(10))));
        }
      }
    }
    connection.commit();
  }
}
