package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.EventIntake;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoredOutcome;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Takes in events as they are: what is the same on every database. */
final class JdbcIntake implements EventIntake {
  private final Database database;
  private final IntakeSql sql;
  private final Listeners listeners;
  private final String selectTaken;

  JdbcIntake(Database database, IntakeSql sql, JdbcTables tables, Listeners listeners) {
    this.database = database;
    this.sql = sql;
    this.listeners = listeners;
    this.selectTaken =
        "SELECT \"event_id\" FROM " + tables.events().quoted() + " WHERE \"event_id\" = ANY(?)";
  }

  @Override
  public Map<StreamId, Long> heads(Collection<StreamId> streams) {
    try {
      return database.inAutoCommit(connection -> sql.heads(connection, List.copyOf(streams)));
    } catch (SQLException e) {
      throw new EventStoreException("the ends of streams could not be read", e);
    }
  }

  @Override
  public void events(long after, List<RecordedEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    try {
      database.inTransaction(
          connection -> {
            sql.begin(connection, after, events.get(events.size() - 1).position());
            sql.insertEvents(connection, events);
            return true;
          });
    } catch (SQLException e) {
      throw failure(events, e);
    }
    listeners.run();
  }

  private RuntimeException failure(List<RecordedEvent> events, SQLException e) {
    if (database.dialect().isUniqueViolation(e)) {
      try {
        Set<UUID> taken = database.inAutoCommit(connection -> taken(connection, events));
        for (RecordedEvent event : events) {
          if (taken.contains(event.eventId())) {
            return new DuplicateEventId(event.stream(), event.eventId());
          }
        }
      } catch (SQLException unknown) {
        e.addSuppressed(unknown);
      }
    }
    return new EventStoreException(
        "events could not be taken in behind position "
            + (events.get(0).position() - 1)
            + "; an import may be run again",
        e);
  }

  private Set<UUID> taken(Connection connection, List<RecordedEvent> events) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(selectTaken)) {
      UUID[] ids = events.stream().map(RecordedEvent::eventId).toArray(UUID[]::new);
      new Parameters(connection, select).array("uuid", ids);
      Set<UUID> taken = new HashSet<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          taken.add(row.getObject(1, UUID.class));
        }
      }
      return taken;
    }
  }

  @Override
  public List<StoredOutcome> outcomes(List<StoredOutcome> outcomes) {
    if (outcomes.isEmpty()) {
      return List.of();
    }
    try {
      return database.inTransaction(
          connection -> {
            List<StoredOutcome> there = sql.outcomesThere(connection, outcomes);
            Set<Place> taken = new HashSet<>();
            there.forEach(stored -> taken.add(Place.of(stored)));
            sql.insertOutcomes(
                connection,
                outcomes.stream().filter(stored -> !taken.contains(Place.of(stored))).toList());
            return there;
          });
    } catch (SQLException e) {
      throw new EventStoreException(
          "outcomes of commands could not be taken in; an import may be run again", e);
    }
  }

  /** What outcomes are told apart by. */
  private record Place(StreamId stream, String key) {
    static Place of(StoredOutcome stored) {
      return new Place(stored.outcome().stream(), stored.outcome().key().value());
    }
  }
}
