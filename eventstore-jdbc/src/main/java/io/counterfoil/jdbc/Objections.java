package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.Append;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Looks for what speaks against appends, always in the same order: a key has an outcome, an event
 * id is taken, a stream is not as expected.
 */
final class Objections {
  private final Outcomes outcomes;
  private final String selectIds;
  private final String selectHead;

  Objections(TableName events, Outcomes outcomes) {
    this.outcomes = outcomes;
    this.selectIds = "SELECT \"event_id\" FROM " + events.quoted() + " WHERE \"event_id\" = ANY(?)";
    this.selectHead =
        // H2 reads the whole stream for a max().
        "SELECT \"sequence\" FROM "
            + events.quoted()
            + " WHERE \"aggregate_type\" = ? AND \"aggregate_id\" = ?"
            + " ORDER BY \"aggregate_type\" DESC, \"aggregate_id\" DESC, \"sequence\" DESC LIMIT 1";
  }

  /**
   * Throws the first objection.
   *
   * @return the streams' last sequences, if there is none
   */
  List<Long> raise(Connection connection, List<Append> appends) throws SQLException {
    for (Append append : appends) {
      requireUndecided(connection, append);
    }
    requireFreshIds(connection, appends);
    List<Long> heads = new ArrayList<>(appends.size());
    for (Append append : appends) {
      long head = head(connection, append.stream());
      if (!append.expected().isMetBy(head)) {
        throw new ConcurrencyConflict(append.stream(), append.expected(), head);
      }
      heads.add(head);
    }
    return heads;
  }

  private void requireUndecided(Connection connection, Append append) throws SQLException {
    if (append.key().isPresent()) {
      Optional<Outcome> outcome =
          outcomes.find(connection, append.stream(), append.key().get().value());
      if (outcome.isPresent()) {
        throw new KeyAlreadyDecided(outcome.get());
      }
    }
  }

  private void requireFreshIds(Connection connection, List<Append> appends) throws SQLException {
    Object[] ids =
        appends.stream().flatMap(a -> a.events().stream()).map(NewEvent::eventId).toArray();
    if (ids.length == 0) {
      return;
    }
    Set<UUID> taken = taken(connection, ids);
    for (Append append : appends) {
      for (NewEvent event : append.events()) {
        if (!taken.add(event.eventId())) {
          throw new DuplicateEventId(append.stream(), event.eventId());
        }
      }
    }
  }

  private Set<UUID> taken(Connection connection, Object[] ids) throws SQLException {
    Set<UUID> taken = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(selectIds)) {
      statement.setArray(1, connection.createArrayOf("uuid", ids));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          taken.add(row.getObject(1, UUID.class));
        }
      }
    }
    return taken;
  }

  private long head(Connection connection, StreamId stream) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(selectHead)) {
      statement.setString(1, stream.aggregateType());
      statement.setString(2, stream.aggregateId());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }
}
