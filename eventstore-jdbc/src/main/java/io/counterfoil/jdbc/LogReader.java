package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * Reads the log up to its horizon, page by page, in either direction. The consumer runs between the
 * pages, while no connection is held.
 */
final class LogReader {
  private final Database database;
  private final Horizon horizon;
  private final int pageOf;
  private final LogSelect select;
  private final LogSurvey survey;
  private final StreamPlace places;
  private final LongPayloads payloads;

  LogReader(Database database, Horizon horizon, TableName events, EventRows rows, int pageOf) {
    this.database = database;
    this.horizon = horizon;
    this.pageOf = pageOf;
    this.select = new LogSelect(events, rows);
    this.survey = new LogSurvey(events);
    this.places = new StreamPlace(events);
    this.payloads = new LongPayloads(database::inAutoCommit, events, rows);
  }

  long read(EventQuery query, Consumer<? super RecordedEvent> consumer) {
    // The horizon first, the events after it: so their snapshot shows all that is at or below it.
    long end = Math.max(query.after(), Math.min(query.to(), horizon(query.after())));
    LogConditions conditions = LogConditions.of(query.filter());
    long answer = query.backwards() ? query.after() : end;
    if (conditions.areImpossible()) {
      return answer;
    }
    LogWalk walk = new LogWalk(conditions, new Range(query.after(), end), query.backwards());
    Pages pages = new Pages(pageOf);
    long wanted = query.limit();
    while (!walk.isAtEnd()) {
      int size = pages.next(wanted);
      try {
        EventPage page = database.inAutoCommit(on -> walk.next(on, size, select, survey, places));
        page.handOn(payloads, consumer);
        pages.fetched(page);
        wanted -= page.size();
        if (wanted == 0) {
          return page.last().position();
        }
      } catch (SQLException e) {
        throw new EventStoreException("the log could not be read at " + walk, e);
      }
    }
    return answer;
  }

  private long horizon(long after) {
    try {
      return horizon.look(after);
    } catch (SQLException e) {
      throw new EventStoreException("the end of the log could not be read", e);
    }
  }
}
