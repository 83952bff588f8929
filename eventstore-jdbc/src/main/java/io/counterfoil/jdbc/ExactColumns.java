package io.counterfoil.jdbc;

import io.counterfoil.jdbc.EncodedAppend.Places;
import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Turns the usual appends into what {@link ExactSql} reads, and its rows into places. */
final class ExactColumns {
  private final List<EncodedAppend> appends;
  private final boolean keyed;

  ExactColumns(List<EncodedAppend> appends) {
    this.appends = appends;
    this.keyed = appends.stream().anyMatch(append -> append.append().key().isPresent());
  }

  /** Tells whether an append is one of the usual ones. */
  static boolean fit(EncodedAppend append) {
    return append.size() == 1 && append.append().expected() instanceof ExpectedVersion.Exactly;
  }

  /** Tells whether one carries a key. */
  boolean keyed() {
    return keyed;
  }

  /** Binds the one append, which has no key. */
  static void bindOne(Parameters parameters, EncodedAppend append) throws SQLException {
    String type = append.append().stream().aggregateType();
    String id = append.append().stream().aggregateId();
    long head = head(append);
    NewEvent event = append.event(0);
    EncodedEvent payload = append.payload(0);
    parameters.text(type).text(id).number(head + 1);
    parameters.object(event.eventId()).text(payload.type()).integer(payload.schemaVersion());
    parameters.text(event.metadata().correlationId().orElse(null));
    parameters.text(event.metadata().causationId().orElse(null));
    parameters.number(event.metadata().at().toEpochMilli());
    parameters.text(Json.headers(event.metadata().headers())).text(payload.data());
    parameters.text(type).text(id).number(head);
  }

  /** Answers where the one append went; empty if it was not admitted. */
  static Optional<Places> place(EncodedAppend append, ResultSet row) throws SQLException {
    return row.next()
        ? Optional.of(new Places(head(append), List.of(row.getLong(1))))
        : Optional.empty();
  }

  void bind(Parameters parameters) throws SQLException {
    parameters.array("text", texts(append -> append.append().stream().aggregateType()));
    parameters.array("text", texts(append -> append.append().stream().aggregateId()));
    parameters.array("int8", numbers(ExactColumns::head));
    parameters.array("uuid", column(append -> append.event(0).eventId(), UUID[]::new));
    parameters.array("text", texts(append -> append.payload(0).type()));
    parameters.array("int4", column(append -> append.payload(0).schemaVersion(), Integer[]::new));
    parameters.array(
        "text", texts(append -> append.event(0).metadata().correlationId().orElse(null)));
    parameters.array(
        "text", texts(append -> append.event(0).metadata().causationId().orElse(null)));
    parameters.array("int8", numbers(append -> append.event(0).metadata().at().toEpochMilli()));
    parameters.array("text", texts(append -> Json.headers(append.event(0).metadata().headers())));
    parameters.array("text", texts(append -> append.payload(0).data()));
    if (keyed) {
      parameters.array("text", ofKeys(CommandKey::value));
      parameters.array("text", ofKeys(CommandKey::fingerprint));
      parameters.number(System.currentTimeMillis());
    }
  }

  private @Nullable Object[] ofKeys(Function<CommandKey, String> value) {
    return texts(append -> append.append().key().map(value).orElse(null));
  }

  private @Nullable Object[] texts(Function<EncodedAppend, @Nullable String> value) {
    return column(value, String[]::new);
  }

  private @Nullable Object[] numbers(Function<EncodedAppend, Long> value) {
    return column(value, Long[]::new);
  }

  /** Of the type of its elements, which lets the driver send them in the binary form. */
  private <T> @Nullable T[] column(
      Function<EncodedAppend, ? extends @Nullable T> value, IntFunction<@Nullable T[]> array) {
    @Nullable T[] column = array.apply(appends.size());
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(appends.get(i));
    }
    return column;
  }

  private static long head(EncodedAppend append) {
    return AppendColumns.least(append.append().expected());
  }

  /** Answers where each append went; empty for those that were not admitted. */
  List<Optional<Places>> places(ResultSet row) throws SQLException {
    Map<UUID, Long> positions = new HashMap<>();
    while (row.next()) {
      positions.put(row.getObject(2, UUID.class), row.getLong(1));
    }
    List<Optional<Places>> places = new ArrayList<>(appends.size());
    for (EncodedAppend append : appends) {
      @Nullable Long position = positions.get(append.event(0).eventId());
      places.add(Optional.ofNullable(position).map(p -> new Places(head(append), List.of(p))));
    }
    return places;
  }
}
