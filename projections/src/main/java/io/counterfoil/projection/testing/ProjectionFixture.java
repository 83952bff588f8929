package io.counterfoil.projection.testing;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.projection.InMemoryProjection;
import io.counterfoil.projection.Projection;
import io.counterfoil.projection.jdbc.JdbcProjection;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Tests a projection: given some events, then its read model shows this.
 *
 * <pre>{@code
 * ProjectionFixture.of(balance, EventTypes.of(AccountEvent.class))
 *     .given(new StreamId("account", "acc_1"), new AccountOpened("Ada"), new MoneyDeposited(500, 500))
 *     .thenRows("SELECT account_id, balance_cents FROM balance_view", row("acc_1", 500));
 * }</pre>
 *
 * <p>Every {@code then} empties the read model, delivers the events in one batch, and compares.
 * Then it does so again and again, unasked, and requires the same read model each time: when the
 * events come as read back from JSON; each in a batch of its own; in two batches, cut behind each
 * event (with more than 31 events at 30 places, spread evenly from the first to the last); and
 * twice, as after a crash: with the whole, and with each such part of it, that came before, while
 * the checkpoint was not stored. For a table, transactions see to most of that; what a handler does
 * outside of them, keeps between events, or takes from a clock, shows here.
 *
 * <p>Works on any database that the projection was declared on, and for other sinks on none. What
 * fails is an {@link AssertionError}, so that it works under any test framework and under none.
 * <strong>It empties the read model</strong>, so give the projection a database for tests.
 * Immutable; blocks on the database.
 */
public final class ProjectionFixture {
  private static final Instant SOME_TIME = Instant.parse("2024-06-01T12:00:00Z");

  private final Projection projection;
  private final GivenEvents given;
  private final Metadata metadata;

  private ProjectionFixture(Projection projection, GivenEvents given, Metadata metadata) {
    this.projection = projection;
    this.given = given;
    this.metadata = metadata;
  }

  /**
   * Starts with an empty log.
   *
   * @param projection the projection; one into another sink than a table says with {@code onReset}
   *     how that is emptied
   * @param types know the events
   * @return a fixture
   */
  public static ProjectionFixture of(Projection projection, EventTypes types) {
    return new ProjectionFixture(
        Objects.requireNonNull(projection, "projection"),
        GivenEvents.none(Objects.requireNonNull(types, "types")),
        Metadata.at(SOME_TIME));
  }

  /**
   * Puts values side by side, as a row that is expected.
   *
   * @param values the values of the columns, in order; null for NULL. Numbers are equal if their
   *     values are, an Instant is what a column with a time zone holds, and an enum its name
   * @return the row
   */
  public static List<@Nullable Object> row(@Nullable Object... values) {
    return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(values)));
  }

  /**
   * Sets the metadata of the events that are given from here on; a fixed time and nothing else
   * unless set.
   *
   * @param of their metadata
   * @return a fixture with it
   */
  public ProjectionFixture metadata(Metadata of) {
    return new ProjectionFixture(projection, given, Objects.requireNonNull(of, "of"));
  }

  /**
   * Sets the time of the events that are given from here on, and keeps the rest of their metadata.
   *
   * @param time when they happened
   * @return a fixture with it
   */
  public ProjectionFixture at(Instant time) {
    return metadata(
        new Metadata(metadata.correlationId(), metadata.causationId(), time, metadata.headers()));
  }

  /**
   * Sets the position of the next event, which leaves a hole before it. Unless set, positions run
   * 1, 2, 3 ….
   *
   * @param position the position, above that of the last event
   * @return a fixture with it
   * @throws IllegalArgumentException if it is not above
   */
  public ProjectionFixture goingOnAt(long position) {
    return new ProjectionFixture(projection, given.goingOnAt(position), metadata);
  }

  /**
   * Adds events of a stream, behind all that were added before.
   *
   * @param stream the stream, which counts its own sequences
   * @param events the events, in order
   * @return a fixture with them
   * @throws AssertionError if an event cannot be stored, or does not survive it
   */
  public ProjectionFixture given(StreamId stream, Event... events) {
    return new ProjectionFixture(
        projection, given.and(stream, List.of(events), metadata), metadata);
  }

  /**
   * Checks the rows of a query.
   *
   * @param query what to ask the projection's database
   * @param rows the rows, all of them and in the order of the query
   * @return this fixture; the read model is left as it was checked
   * @throws AssertionError if there are others, a handler fails, or it depends on how the events
   *     are delivered
   * @throws IllegalStateException if the projection keeps no table
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of only reads the array
  public final ProjectionFixture thenRows(String query, List<? extends @Nullable Object>... rows) {
    JdbcProjection table = table();
    return check(
        new Check<>(
            " of " + query,
            () -> Rows.read(table.dataSource(), query),
            actual -> Rows.expected(actual.columns(), List.of(rows)),
            Rows::differenceTo));
  }

  /**
   * Checks all rows of the table, in any order, each with all its columns.
   *
   * @param rows the rows, all of them
   * @return this fixture; the read model is left as it was checked
   * @throws AssertionError if there are others, a handler fails, or it depends on how the events
   *     are delivered
   * @throws IllegalStateException if the projection keeps no table
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of only reads the array
  public final ProjectionFixture thenTable(List<? extends @Nullable Object>... rows) {
    JdbcProjection table = table();
    return check(
        new Check<>(
            " of " + table.name(),
            () -> Rows.whole(table),
            actual -> Rows.expected(actual.columns(), List.of(rows)).sorted(),
            Rows::differenceTo));
  }

  /**
   * Checks what is read from the read model by whatever means: by a query class of one's own, or
   * from a sink that is no table.
   *
   * @param reading reads; what it returns must not change with the read model, so copy it
   * @param expected what it shall read
   * @param <T> what is read
   * @return this fixture; the read model is left as it was checked
   * @throws AssertionError if it reads something else, a handler fails, or it depends on how the
   *     events are delivered
   */
  public <T> ProjectionFixture then(Callable<? extends T> reading, T expected) {
    Objects.requireNonNull(expected, "expected");
    return check(
        new Check<T>(
            "",
            reading::call,
            actual -> expected,
            (wanted, actual) -> "  - " + wanted + "\n  + " + actual));
  }

  /**
   * Checks the state of a projection that lives in memory.
   *
   * @param expected the state
   * @return this fixture; the state is left as it was checked
   * @throws AssertionError if it is another, a handler fails, or it depends on how the events are
   *     delivered, as it does where a handler changes a state in place
   * @throws IllegalStateException if the projection keeps no state in memory
   */
  public ProjectionFixture thenState(Object expected) {
    if (projection instanceof InMemoryProjection<?> memory) {
      return this.<Object>then(memory::state, expected);
    }
    throw new IllegalStateException(
        "the projection '" + projection.name() + "' keeps no state in memory; use then(...)");
  }

  private JdbcProjection table() {
    if (projection instanceof JdbcProjection table) {
      return table;
    }
    throw new IllegalStateException(
        "the projection '" + projection.name() + "' keeps no table; use then(...)");
  }

  private <T> ProjectionFixture check(Check<T> check) {
    check.run(projection, given);
    return this;
  }
}
