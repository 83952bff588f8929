package io.counterfoil.examples.bench.floor;

import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bench.Accounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

/**
 * The batching floor: callers put their event into a queue and wait; a thread for each connection
 * takes all that wait and inserts them in one autocommitted statement. One conflict fails its whole
 * batch, which a library could not afford.
 */
public final class BatchingWriter implements AutoCloseable {
  private static final int LARGEST_BATCH = 256;
  private static final String INSERT =
      """
      INSERT INTO %s (aggregate_type, aggregate_id, sequence, event_id, type, schema_version,
        recorded_at, data)
      SELECT ?, e.id, e.sequence, e.event_id, ?, 1, ?, e.data
      FROM unnest(CAST(? AS text[]), CAST(? AS bigint[]), CAST(? AS uuid[]), CAST(? AS text[]))
        AS e(id, sequence, event_id, data)
      RETURNING position""";

  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final ExecutorService writers = Executors.newCachedThreadPool();

  /**
   * Starts the writers.
   *
   * @param connections one for each, in auto-commit mode; closed with this
   * @param table the table of events
   */
  public BatchingWriter(List<Connection> connections, String table) {
    for (Connection connection : connections) {
      writers.execute(() -> write(connection, table));
    }
  }

  private record Waiting(
      String accountId, long sequence, UUID eventId, String data, CompletableFuture<Long> done) {}

  /**
   * Appends, together with whatever else is under way.
   *
   * @param accountId the stream
   * @param expected its last sequence
   * @param event what to append
   * @return the event's position
   */
  public long append(String accountId, long expected, MoneyDeposited event) {
    CompletableFuture<Long> done = new CompletableFuture<>();
    String data = Payloads.write(event);
    queue.add(new Waiting(accountId, expected + 1, UUID.randomUUID(), data, done));
    return done.join();
  }

  private void write(Connection connection, String table) {
    List<Waiting> batch = new ArrayList<>();
    try (connection;
        PreparedStatement insert = connection.prepareStatement(INSERT.formatted(table))) {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch, LARGEST_BATCH - 1);
        insert(connection, insert, batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      // closed
    } catch (SQLException e) {
      batch.forEach(waiting -> waiting.done().completeExceptionally(e));
    }
  }

  private static void insert(Connection connection, PreparedStatement insert, List<Waiting> batch)
      throws SQLException {
    insert.setString(1, Accounts.TYPE);
    insert.setString(2, "MoneyDeposited");
    insert.setLong(3, System.currentTimeMillis());
    insert.setArray(4, connection.createArrayOf("text", column(batch, Waiting::accountId)));
    insert.setArray(5, connection.createArrayOf("int8", column(batch, Waiting::sequence)));
    insert.setArray(6, connection.createArrayOf("uuid", column(batch, Waiting::eventId)));
    insert.setArray(7, connection.createArrayOf("text", column(batch, Waiting::data)));
    try (ResultSet row = insert.executeQuery()) {
      for (Waiting waiting : batch) {
        row.next();
        waiting.done().complete(row.getLong(1));
      }
    }
  }

  private static Object[] column(List<Waiting> batch, Function<Waiting, Object> value) {
    return batch.stream().map(value).toArray();
  }

  @Override
  public void close() {
    writers.shutdownNow();
  }
}
