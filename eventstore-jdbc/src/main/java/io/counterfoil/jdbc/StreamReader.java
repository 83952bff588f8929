package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamQuery;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads one stream, page by page. The consumer runs between the pages, while no connection of the
 * store is held.
 */
final class StreamReader {
  private final OnConnection connections;
  private final EventRows rows;
  private final String forwards;
  private final String backwards;

  StreamReader(OnConnection connections, TableName events, EventRows rows) {
    this.connections = connections;
    this.rows = rows;
    String select =
        "SELECT "
            + rows.columns()
            + " FROM "
            + events.quoted()
            + " WHERE \"aggregate_type\" = ? AND \"aggregate_id\" = ?"
            + " AND \"sequence\" >= ? AND \"sequence\" <= ? ORDER BY ";
    // All columns of the key, or H2 sorts the whole stream for each page.
    this.forwards = select + "\"aggregate_type\", \"aggregate_id\", \"sequence\" LIMIT ?";
    this.backwards =
        select + "\"aggregate_type\" DESC, \"aggregate_id\" DESC, \"sequence\" DESC LIMIT ?";
  }

  void read(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
    Pages pages = new Pages();
    long from = query.from();
    long to = query.to();
    long wanted = query.limit();
    while (wanted > 0 && from <= to) {
      int size = pages.next(wanted);
      List<RecordedEvent> page = page(query, from, to, size);
      page.forEach(consumer);
      if (page.size() < size) {
        return;
      }
      pages.fetched(page);
      wanted -= size;
      long last = page.get(size - 1).sequence();
      if (query.backwards()) {
        to = last - 1;
      } else {
        from = last + 1;
      }
    }
  }

  private List<RecordedEvent> page(StreamQuery query, long from, long to, int size) {
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
              return rows.read(select);
            }
          });
    } catch (SQLException e) {
      throw new EventStoreException("the stream " + query.stream() + " could not be read", e);
    }
  }
}
