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
  private final List<Row> rows = new ArrayList<>();
  private final boolean keyed;

  private ExactColumns(List<EncodedAppend> appends) {
    this.appends = appends;
    this.keyed = appends.stream().anyMatch(append -> append.append().key().isPresent());
    for (int number = 1; number <= appends.size(); number++) {
      EncodedAppend append = appends.get(number - 1);
      for (int i = 0; i < append.size(); i++) {
        rows.add(new Row(append, number, i));
      }
    }
  }

  private record Row(EncodedAppend append, long number, int index) {
    NewEvent event() {
      return append.event(index);
    }

    EncodedEvent payload() {
      return append.payload(index);
    }
  }

  /** Answers nothing if one of the appends is an unusual one. */
  static Optional<ExactColumns> of(List<EncodedAppend> appends) {
    if (!appends.stream().allMatch(ExactColumns::isExact)) {
      return Optional.empty();
    }
    ExactColumns columns = new ExactColumns(appends);
    return columns.keyed && columns.haveSeveral() ? Optional.empty() : Optional.of(columns);
  }

  private static boolean isExact(EncodedAppend append) {
    return append.size() > 0 && append.append().expected() instanceof ExpectedVersion.Exactly;
  }

  /** Tells whether an append has one event, and no key. */
  static boolean isOne(EncodedAppend append) {
    return append.size() == 1 && isExact(append) && append.append().key().isEmpty();
  }

  private boolean haveSeveral() {
    return rows.size() > appends.size();
  }

  String text(ExactSql sql) {
    return haveSeveral() ? sql.eachOfSeveral() : sql.each(keyed);
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
    parameters.array("text", texts(rows, row -> row.append().append().stream().aggregateType()));
    parameters.array("text", texts(rows, row -> row.append().append().stream().aggregateId()));
    parameters.array("int8", numbers(rows, row -> head(row.append()) + row.index()));
    parameters.array("uuid", column(rows, row -> row.event().eventId(), UUID[]::new));
    parameters.array("text", texts(rows, row -> row.payload().type()));
    parameters.array("int4", column(rows, row -> row.payload().schemaVersion(), Integer[]::new));
    parameters.array(
        "text", texts(rows, row -> row.event().metadata().correlationId().orElse(null)));
    parameters.array("text", texts(rows, row -> row.event().metadata().causationId().orElse(null)));
    parameters.array("int8", numbers(rows, row -> row.event().metadata().at().toEpochMilli()));
    parameters.array("text", texts(rows, row -> Json.headers(row.event().metadata().headers())));
    parameters.array("text", texts(rows, row -> row.payload().data()));
    if (haveSeveral()) {
      parameters.array("int8", numbers(rows, Row::number));
      parameters.array("text", texts(appends, append -> append.append().stream().aggregateType()));
      parameters.array("text", texts(appends, append -> append.append().stream().aggregateId()));
      parameters.array("int8", numbers(appends, ExactColumns::head));
    } else if (keyed) {
      parameters.array("text", ofKeys(CommandKey::value));
      parameters.array("text", ofKeys(CommandKey::fingerprint));
      parameters.number(System.currentTimeMillis());
    }
  }

  private @Nullable Object[] ofKeys(Function<CommandKey, String> value) {
    return texts(appends, append -> append.append().key().map(value).orElse(null));
  }

  private static <F> @Nullable Object[] texts(List<F> from, Function<F, @Nullable String> value) {
    return column(from, value, String[]::new);
  }

  private static <F> @Nullable Object[] numbers(List<F> from, Function<F, Long> value) {
    return column(from, value, Long[]::new);
  }

  /** Of the type of its elements, which lets the driver send them in the binary form. */
  private static <F, T> @Nullable T[] column(
      List<F> from, Function<F, ? extends @Nullable T> value, IntFunction<@Nullable T[]> array) {
    @Nullable T[] column = array.apply(from.size());
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(from.get(i));
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
      places.add(
          positions.containsKey(append.event(0).eventId())
              ? Optional.of(new Places(head(append), positions(append, positions)))
              : Optional.empty());
    }
    return places;
  }

  private static List<Long> positions(EncodedAppend append, Map<UUID, Long> positions) {
    List<Long> own = new ArrayList<>(append.size());
    for (int i = 0; i < append.size(); i++) {
      own.add(positions.getOrDefault(append.event(i).eventId(), 0L));
    }
    return own;
  }
}
