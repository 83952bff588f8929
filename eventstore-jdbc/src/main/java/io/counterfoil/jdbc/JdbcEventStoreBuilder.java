package io.counterfoil.jdbc;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStoreException;
import java.util.Objects;
import javax.sql.DataSource;

/** Collects what a store is to be like. Used by one thread; may build several stores. */
public final class JdbcEventStoreBuilder {
  private static final int MOST_BATCHES = 16;

  private final DataSource dataSource;
  private final EventTypes types;
  private JdbcTables tables = JdbcTables.defaults();
  private int pageOf = Pages.USUAL;
  private int batchOf = GroupCommit.MOST_APPENDS;
  private int batchesAtOnce = GroupCommit.PLACES;
  private AppendBatch.Listener batchListener = AppendBatch.Listener.NONE;

  JdbcEventStoreBuilder(DataSource dataSource, EventTypes types) {
    this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    this.types = Objects.requireNonNull(types, "types");
  }

  /**
   * Uses tables with names of one's own.
   *
   * @param names the tables' names
   * @return this builder
   */
  public JdbcEventStoreBuilder tables(JdbcTables names) {
    this.tables = Objects.requireNonNull(names, "names");
    return this;
  }

  /**
   * Sets how many events are fetched at once, 1,000 unless told otherwise. Fewer are fetched when
   * they are large, so that a page stays at a few megabytes. A stream that fits into one page is
   * loaded in one query.
   *
   * @param events how many at most, 1 or more
   * @return this builder
   * @throws IllegalArgumentException if it is below 1
   */
  public JdbcEventStoreBuilder pageOf(int events) {
    if (events < 1) {
      throw new IllegalArgumentException("a page has 1 event or more, but was to have " + events);
    }
    this.pageOf = events;
    return this;
  }

  /**
   * Sets how many appends that arrive together share a statement and a commit, 256 unless told
   * otherwise.
   *
   * @param appends how many at most; 1 lets each have its own
   * @return this builder
   * @throws IllegalArgumentException if it is below 1
   */
  public JdbcEventStoreBuilder batchOf(int appends) {
    if (appends < 1) {
      throw new IllegalArgumentException(
          "a batch has 1 append or more, but was to have " + appends);
    }
    this.batchOf = appends;
    return this;
  }

  /**
   * Sets how many batches run at once, 2 unless told otherwise. Fewer make them larger. Where
   * positions come from a counter row there is one at a time, whatever is set.
   *
   * @param batches 1 to 16
   * @return this builder
   * @throws IllegalArgumentException if it is out of range
   */
  public JdbcEventStoreBuilder batchesAtOnce(int batches) {
    if (batches < 1 || batches > MOST_BATCHES) {
      throw new IllegalArgumentException(
          "1 to " + MOST_BATCHES + " batches run at once, but it was to be " + batches);
    }
    this.batchesAtOnce = batches;
    return this;
  }

  /**
   * Tells somebody of each batch of appends: how many shared it, how long they waited, how long it
   * took.
   *
   * @param listener is told
   * @return this builder
   */
  public JdbcEventStoreBuilder onBatch(AppendBatch.Listener listener) {
    this.batchListener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Opens the store. Asks the database what it is, and checks that the tables are there.
   *
   * @return the store
   * @throws EventStoreException if the database is not supported, a table is missing or unfit, or
   *     the database does not answer
   */
  public JdbcEventStore build() {
    StoreOptions options =
        new StoreOptions(
            dialect -> GroupCommit.queue(dialect, batchesAtOnce, batchOf), batchListener, pageOf);
    return JdbcEventStore.open(dataSource, types, tables, options);
  }
}
