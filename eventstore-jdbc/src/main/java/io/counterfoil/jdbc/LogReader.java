package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the log up to its horizon, page by page. The consumer runs between the pages, while no
 * connection is held.
 */
final class LogReader {
  /** Where fewer than one event in so many is wanted, the others are passed over by an index. */
  private static final int SPARSE = 10;

  private final Database database;
  private final Horizon horizon;
  private final LogSelect select;

  LogReader(Database database, Horizon horizon, LogSelect select) {
    this.database = database;
    this.horizon = horizon;
    this.select = select;
  }

  long read(EventQuery query, Consumer<? super RecordedEvent> consumer) {
    // The horizon first, the events after it: so their snapshot shows all that is at or below it.
    long end = horizon(query.after());
    Pages pages = new Pages();
    long after = query.after();
    long wanted = query.limit();
    boolean sparse = false;
    while (after < end) {
      int size = pages.next(wanted);
      long to = sparse ? end : endOfScan(query.filter(), after, end, size);
      List<RecordedEvent> page = page(query.filter(), sparse, after, to, size);
      page.forEach(consumer);
      pages.fetched(page);
      wanted -= page.size();
      boolean full = page.size() == size;
      long reached = full ? page.get(size - 1).position() : to;
      if (wanted == 0) {
        return reached;
      }
      sparse = full ? sparse && (reached - after) / SPARSE > size : to < end;
      after = reached;
    }
    return after;
  }

  private static long endOfScan(EventFilter filter, long after, long end, int size) {
    boolean all = filter.eventTypes().isEmpty() && filter.aggregateTypes().isEmpty();
    return all ? end : Math.min(end, after + (long) SPARSE * size);
  }

  private long horizon(long after) {
    try {
      return horizon.look(after);
    } catch (SQLException e) {
      throw new EventStoreException("the end of the log could not be read", e);
    }
  }

  private List<RecordedEvent> page(
      EventFilter filter, boolean sparse, long after, long to, int size) {
    try {
      return database.inAutoCommit(
          connection ->
              sparse
                  ? select.merge(connection, filter, after, to, size)
                  : select.scan(connection, filter, after, to, size));
    } catch (SQLException e) {
      throw new EventStoreException("the log could not be read after position " + after, e);
    }
  }
}
