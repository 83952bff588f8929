package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import java.util.Map;
import java.util.Objects;

/**
 * Names the tables of the store. Names are always quoted, so that upper and lower case count.
 * Immutable.
 */
public final class JdbcTables {
  private static final JdbcTables DEFAULTS = prefixed("counterfoil_");

  private final TableName events;
  private final TableName outcomes;
  private final TableName snapshots;
  private final TableName counter;

  private JdbcTables(TableName events, TableName outcomes, TableName snapshots, TableName counter) {
    this.events = events;
    this.outcomes = outcomes;
    this.snapshots = snapshots;
    this.counter = counter;
  }

  /**
   * Names the tables as they are named unless told otherwise: {@code counterfoil_events}, {@code
   * counterfoil_outcomes}, {@code counterfoil_snapshots} and {@code counterfoil_counter}, in the
   * connection's own schema.
   *
   * @return the default names
   */
  public static JdbcTables defaults() {
    return DEFAULTS;
  }

  /**
   * Puts a prefix before {@code events}, {@code outcomes}, {@code snapshots} and {@code counter}.
   *
   * @param prefix letters, digits and underscores, with a schema and a dot before them if wanted,
   *     such as {@code bank.es_}
   * @return the names
   * @throws IllegalArgumentException if that makes no plain names of at most 51 characters
   */
  public static JdbcTables prefixed(String prefix) {
    Objects.requireNonNull(prefix, "prefix");
    return new JdbcTables(
        TableName.of(prefix + "events"),
        TableName.of(prefix + "outcomes"),
        TableName.of(prefix + "snapshots"),
        TableName.of(prefix + "counter"));
  }

  /**
   * Names the table of events.
   *
   * @param name {@code table} or {@code schema.table}: each a letter or underscore followed by at
   *     most 50 letters, digits and underscores
   * @return a copy
   * @throws IllegalArgumentException if it is no such name
   */
  public JdbcTables events(String name) {
    return new JdbcTables(TableName.of(name), outcomes, snapshots, counter);
  }

  /**
   * Names the table of outcomes, which holds idempotency keys.
   *
   * @param name as for {@link #events(String)}
   * @return a copy
   * @throws IllegalArgumentException if it is no such name
   */
  public JdbcTables outcomes(String name) {
    return new JdbcTables(events, TableName.of(name), snapshots, counter);
  }

  /**
   * Names the table of snapshots.
   *
   * @param name as for {@link #events(String)}
   * @return a copy
   * @throws IllegalArgumentException if it is no such name
   */
  public JdbcTables snapshots(String name) {
    return new JdbcTables(events, outcomes, TableName.of(name), counter);
  }

  /**
   * Names the table with the counter row, which PostgreSQL does without.
   *
   * @param name as for {@link #events(String)}
   * @return a copy
   * @throws IllegalArgumentException if it is no such name
   */
  public JdbcTables counter(String name) {
    return new JdbcTables(events, outcomes, snapshots, TableName.of(name));
  }

  TableName events() {
    return events;
  }

  TableName outcomes() {
    return outcomes;
  }

  TableName snapshots() {
    return snapshots;
  }

  TableName counter() {
    return counter;
  }

  Map<String, TableName> byPlaceholder() {
    return Map.of(
        "events", events, "outcomes", outcomes, "snapshots", snapshots, "counter", counter);
  }

  @Override
  public String toString() {
    return "JdbcTables[" + events + ", " + outcomes + ", " + snapshots + ", " + counter + "]";
  }
}
