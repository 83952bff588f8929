package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Ahead;
import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * Reads the log up to its horizon, page by page, in either direction. The consumer runs on the
 * caller's thread, and holds no connection up: while it works on a page, the next one is fetched
 * beside it.
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
    try {
      return walk.isAtEnd() ? answer : read(walk, query.limit(), consumer, answer);
    } catch (SQLException e) {
      throw new EventStoreException("the log could not be read at " + walk, e);
    }
  }

  private long read(
      LogWalk walk, long limit, Consumer<? super RecordedEvent> consumer, long answerAtEnd)
      throws SQLException {
    Pages pages = new Pages(pageOf);
    int size = pages.next(limit);
    EventPage page = database.inAutoCommit(on -> fetch(on, walk, size));
    long wanted = limit - page.size();
    while (wanted > 0 && !walk.isAtEnd()) {
      pages.fetched(page);
      page = handOnBeside(page, consumer, walk, pages.next(wanted));
      wanted -= page.size();
    }
    page.handOn(payloads, consumer);
    return wanted == 0 ? page.last().position() : answerAtEnd;
  }

  /** Fetches the next page while the consumer decodes this one, and leaves nothing behind. */
  private EventPage handOnBeside(
      EventPage page, Consumer<? super RecordedEvent> consumer, LogWalk walk, int size)
      throws SQLException {
    Ahead<EventPage> next = database.inAutoCommitBeside(on -> fetch(on, walk, size));
    try {
      page.handOn(payloads, consumer);
    } catch (Throwable e) {
      next.end();
      throw e;
    }
    return next.get();
  }

  private EventPage fetch(Connection connection, LogWalk walk, int size) throws SQLException {
    return walk.next(connection, size, select, survey, places);
  }

  private long horizon(long after) {
    try {
      return horizon.look(after);
    } catch (SQLException e) {
      throw new EventStoreException("the end of the log could not be read", e);
    }
  }
}
