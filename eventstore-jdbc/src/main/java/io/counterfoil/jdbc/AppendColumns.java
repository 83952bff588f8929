package io.counterfoil.jdbc;

import io.counterfoil.Metadata;
import io.counterfoil.jdbc.EncodedAppend.Places;
import io.counterfoil.store.Append;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ExpectedVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns several appends into the columns that {@link BatchSql} reads, and its rows into places. */
final class AppendColumns {
  private final List<EncodedAppend> appends;

  AppendColumns(List<EncodedAppend> appends) {
    this.appends = appends;
  }

  void bind(Parameters parameters) throws SQLException {
    parameters.array("text", ofAppends(append -> append.stream().aggregateType()));
    parameters.array("text", ofAppends(append -> append.stream().aggregateId()));
    parameters.array("int8", ofAppends(append -> least(append.expected())));
    parameters.array("int8", ofAppends(append -> most(append.expected())));
    parameters.array("text", ofAppends(append -> append.key().map(CommandKey::value).orElse(null)));
    parameters.array(
        "text", ofAppends(append -> append.key().map(CommandKey::fingerprint).orElse(null)));
    parameters.array("int4", ofAppends(append -> append.events().size()));
    parameters.array("text", ofAppends(append -> Json.rejection(append.rejection())));
    long now = System.currentTimeMillis();
    parameters.array("int8", ofAppends(append -> now));
    bindEvents(parameters);
  }

  static long least(ExpectedVersion expected) {
    if (expected instanceof ExpectedVersion.Exactly exactly) {
      return exactly.sequence();
    }
    return expected instanceof ExpectedVersion.Exists ? 1 : 0;
  }

  static long most(ExpectedVersion expected) {
    return expected instanceof ExpectedVersion.Exactly exactly
        ? exactly.sequence()
        : Long.MAX_VALUE;
  }

  private void bindEvents(Parameters parameters) throws SQLException {
    parameters.array("int8", ofEvents((number, append, i) -> number));
    parameters.array("int4", ofEvents((number, append, i) -> i + 1));
    parameters.array("uuid", ofEvents((number, append, i) -> append.event(i).eventId()));
    parameters.array("text", ofEvents((number, append, i) -> append.payload(i).type()));
    parameters.array("int4", ofEvents((number, append, i) -> append.payload(i).schemaVersion()));
    parameters.array("text", ofMetadata(metadata -> metadata.correlationId().orElse(null)));
    parameters.array("text", ofMetadata(metadata -> metadata.causationId().orElse(null)));
    parameters.array("int8", ofMetadata(metadata -> metadata.at().toEpochMilli()));
    parameters.array("text", ofMetadata(metadata -> Json.headers(metadata.headers())));
    parameters.array("text", ofEvents((number, append, i) -> append.payload(i).data()));
  }

  private @Nullable Object[] ofAppends(Function<Append, @Nullable Object> value) {
    return appends.stream().map(append -> value.apply(append.append())).toArray();
  }

  private @Nullable Object[] ofMetadata(Function<Metadata, @Nullable Object> value) {
    return ofEvents((number, append, i) -> value.apply(append.event(i).metadata()));
  }

  private @Nullable Object[] ofEvents(OfEvent value) {
    List<@Nullable Object> column = new ArrayList<>();
    for (int n = 0; n < appends.size(); n++) {
      for (int i = 0; i < appends.get(n).size(); i++) {
        column.add(value.of(n + 1L, appends.get(n), i));
      }
    }
    return column.toArray();
  }

  private interface OfEvent {
    @Nullable Object of(long number, EncodedAppend append, int index);
  }

  /** Answers where each append went; empty for those that were not admitted. */
  List<Optional<Places>> places(ResultSet row) throws SQLException {
    List<Optional<Places>> places =
        new ArrayList<>(Collections.nCopies(appends.size(), Optional.empty()));
    while (row.next()) {
      int index = (int) row.getLong(1) - 1;
      Places known = places.get(index).orElse(null);
      if (known == null) {
        known = new Places(row.getLong(2), new ArrayList<>(appends.get(index).size()));
        places.set(index, Optional.of(known));
      }
      long position = row.getLong(3);
      if (!row.wasNull()) {
        known.positions().add(position);
      }
    }
    return places;
  }
}
