package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamQuery;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * Reads one stream, page by page. The consumer runs between the pages, while no connection of the
 * store is held.
 */
final class StreamReader {
  private final OnConnection connections;
  private final EventRows rows;
  private final int pageOf;
  private final LongPayloads payloads;
  private final String forwards;
  private final String backwards;

  StreamReader(OnConnection connections, TableName events, EventRows rows, int pageOf) {
    this.connections = connections;
    this.rows = rows;
    this.pageOf = pageOf;
    this.payloads = new LongPayloads(connections, events, rows);
    String select =
        "SELECT "
            + rows.ofOneStream()
            + " FROM "
            + events.quoted()
            + " WHERE \"aggregate_type\" = ? AND \"aggregate_id\" = ?"
            + " AND \"sequence\" >= ? AND \"sequence\" <= ? ORDER BY ";
    // All columns of the key, or H2 sorts the whole stream for each page.
    this.forwards = select + "\"aggregate_type\", \"aggregate_id\", \"sequence\" LIMIT ?";
    this.backwards =
        select + "\"aggregate_type\" DESC, \"aggregate_id\" DESC, \"sequence\" DESC LIMIT ?";
  }

  /** Makes the same reader for other connections. */
  StreamReader(OnConnection connections, StreamReader other) {
    this.connections = connections;
    this.rows = other.rows;
    this.pageOf = other.pageOf;
    this.payloads = new LongPayloads(connections, other.payloads);
    this.forwards = other.forwards;
    this.backwards = other.backwards;
  }

  void read(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
    read(query, new Pages(pageOf), consumer);
  }

  /**
   * Hands on a page that was fetched otherwise, and goes on behind it if it is full.
   *
   * @return whether more was asked for
   */
  boolean readOn(StreamQuery query, EventPage first, Consumer<? super RecordedEvent> consumer) {
    handOn(query, first, consumer);
    if (first.size() < pageOf) {
      return false;
    }
    Pages pages = new Pages(pageOf);
    pages.fetched(first);
    read(query.from(first.last().sequence() + 1), pages, consumer);
    return true;
  }

  private void read(StreamQuery query, Pages pages, Consumer<? super RecordedEvent> consumer) {
    long from = query.from();
    long to = query.to();
    long wanted = query.limit();
    while (wanted > 0 && from <= to) {
      int size = pages.next(wanted);
      EventPage page = page(query, from, to, size);
      handOn(query, page, consumer);
      if (page.size() < size) {
        return;
      }
      pages.fetched(page);
      wanted -= size;
      long last = page.last().sequence();
      if (query.backwards()) {
        to = last - 1;
      } else {
        from = last + 1;
      }
    }
  }

  private void handOn(StreamQuery query, EventPage page, Consumer<? super RecordedEvent> consumer) {
    try {
      page.handOn(payloads, consumer);
    } catch (SQLException e) {
      throw failed(query, e);
    }
  }

  private EventPage page(StreamQuery query, long from, long to, int size) {
    try {
      return connections.run(
          connection -> {
            try (PreparedStatement select =
                connection.prepareStatement(query.backwards() ? backwards : forwards)) {
              select.setString(1, query.stream().aggregateType());
              select.setString(2, query.stream().aggregateId());
              select.setLong(3, from);
              select.setLong(4, to);
              select.setInt(5, size);
              return rows.ofOneStream(select, query.stream());
            }
          });
    } catch (SQLException e) {
      throw failed(query, e);
    }
  }

  private static EventStoreException failed(StreamQuery query, SQLException e) {
    return new EventStoreException("the stream " + query.stream() + " could not be read", e);
  }
}
