package io.counterfoil.jdbc;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStoreException;
import java.util.Objects;
import javax.sql.DataSource;

/** Collects what a store is to be like. Used by one thread; may build several stores. */
public final class JdbcEventStoreBuilder {
  private final DataSource dataSource;
  private final EventTypes types;
  private JdbcTables tables = JdbcTables.defaults();
  private int pageOf = Pages.USUAL;

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
   * Opens the store. Asks the database what it is, and checks that the tables are there.
   *
   * @return the store
   * @throws EventStoreException if the database is not supported, a table is missing or unfit, or
   *     the database does not answer
   */
  public JdbcEventStore build() {
    return JdbcEventStore.open(dataSource, types, tables, JdbcEventStore::queue, pageOf);
  }
}
