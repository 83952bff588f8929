package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
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
    while (after < end) {
      int size = pages.next(wanted);
      List<RecordedEvent> page = page(query, after, end, size);
      page.forEach(consumer);
      if (page.size() < size) {
        return end;
      }
      pages.fetched(page);
      wanted -= size;
      after = page.get(size - 1).position();
      if (wanted == 0) {
        return after;
      }
    }
    return after;
  }

  private long horizon(long after) {
    try {
      return horizon.look(after);
    } catch (SQLException e) {
      throw new EventStoreException("the end of the log could not be read", e);
    }
  }

  private List<RecordedEvent> page(EventQuery query, long after, long end, int size) {
    try {
      return database.inAutoCommit(
          connection -> select.page(connection, query.filter(), after, end, size));
    } catch (SQLException e) {
      throw new EventStoreException("the log could not be read after position " + after, e);
    }
  }
}
