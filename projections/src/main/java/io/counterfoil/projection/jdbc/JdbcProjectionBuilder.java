package io.counterfoil.projection.jdbc;

import io.counterfoil.Event;
import io.counterfoil.projection.declaration.HandlerTable;
import io.counterfoil.projection.declaration.ProjectionName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/** Collects the parts of a projection into a database. Not thread-safe; what it builds is. */
public final class JdbcProjectionBuilder {
  private final String name;
  private final DataSource dataSource;
  private final HandlerTable<JdbcEventHandler<Event>> handlers;
  private int version = 1;
  private List<String> creation = List.of();
  private boolean idempotent;
  private Optional<JdbcRemoval> removal = Optional.empty();

  JdbcProjectionBuilder(String name, DataSource dataSource) {
    this.name = ProjectionName.requireForTables(name);
    this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    this.handlers = new HandlerTable<>(name);
  }

  /**
   * Sets the version; 1 unless set. Another version has a table and a checkpoint of its own, and
   * begins at zero.
   *
   * @param number 1 or more
   * @return this builder
   * @throws IllegalArgumentException if it is below 1
   */
  public JdbcProjectionBuilder version(int number) {
    this.version = ProjectionName.requireVersion(number);
    return this;
  }

  /**
   * Sets the statements that create the read model's table, and with it what belongs to it, such as
   * indexes. In all of them {@code {table}} stands for the table's name. They run when the table is
   * absent.
   *
   * @param statements the first one creates the table
   * @return this builder
   * @throws IllegalArgumentException if there is none, or one that does not name {@code {table}}
   */
  public JdbcProjectionBuilder createdBy(String... statements) {
    List<String> all = List.of(statements);
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "the table of the projection '" + name + "' is created by a statement or more");
    }
    for (String statement : all) {
      if (!statement.contains("{table}")) {
        throw new IllegalArgumentException(
            "a statement that creates the table of the projection '"
                + name
                + "' must contain {table}, but is: "
                + statement);
      }
    }
    this.creation = all;
    return this;
  }

  /**
   * Sets how one type of event is applied, or each event of a family.
   *
   * @param event the class of an event, or the sealed interface of a family
   * @param handler applies it to the rows
   * @param <T> the event
   * @return this builder
   * @throws IllegalArgumentException if an event has a handler already, or the family is not closed
   */
  @SuppressWarnings("unchecked") // the table hands a handler only events of its own class
  public <T extends Event> JdbcProjectionBuilder on(
      Class<T> event, JdbcEventHandler<? super T> handler) {
    Objects.requireNonNull(event, "event");
    handlers.add(event, (JdbcEventHandler<Event>) handler);
    return this;
  }

  /**
   * Declares that each event may be applied again, at any time, and leaves the same rows: so a
   * replay of any choice of events is allowed. It is so for handlers that write a row for each
   * event, under its position, or that let a row be changed only by events of a higher sequence
   * than it has. It is not so for those that add up. Those that overwrite what earlier events wrote
   * bear only replays that go on to the last event.
   *
   * @return this builder
   * @see io.counterfoil.projection.Replay#run()
   */
  public JdbcProjectionBuilder idempotent() {
    this.idempotent = true;
    return this;
  }

  /**
   * Sets the statement that removes what the events of one aggregate have made, and nothing else,
   * so that its rows can be made anew.
   *
   * @param statement names {@code {table}}, and has one question mark, for the aggregate's id; as
   *     in {@code DELETE FROM {table} WHERE account_id = ?}
   * @return this builder
   * @throws IllegalArgumentException if it has no {@code {table}}, or another number of question
   *     marks
   * @see io.counterfoil.projection.ProjectionRunner#repair
   */
  public JdbcProjectionBuilder repairedBy(String statement) {
    if (!statement.contains("{table}") || statement.chars().filter(c -> c == '?').count() != 1) {
      throw new IllegalArgumentException(
          "a statement that removes the rows of one aggregate in the projection '"
              + name
              + "' must contain {table} and one question mark, but is: "
              + statement);
    }
    return repairedBy((aggregate, sql) -> sql.update(statement, aggregate.aggregateId()));
  }

  /**
   * Sets what removes what the events of one aggregate have made, and nothing else, so that its
   * rows can be made anew.
   *
   * @param removing removes the rows
   * @return this builder
   * @see io.counterfoil.projection.ProjectionRunner#repair
   */
  public JdbcProjectionBuilder repairedBy(JdbcRemoval removing) {
    this.removal = Optional.of(removing);
    return this;
  }

  /**
   * Builds the projection. Touches no database yet.
   *
   * @return the projection: immutable, independent of this builder
   * @throws IllegalStateException if it handles no event, or nothing creates its table
   * @throws IllegalArgumentException if name and version are too long together for a table's name
   */
  public JdbcProjection build() {
    if (creation.isEmpty()) {
      throw new IllegalStateException(
          "nothing creates the table of the projection '" + name + "'; add createdBy(...)");
    }
    ProjectionName.requireTables(name, version);
    return new JdbcProjection(
        name, version, dataSource, creation, new RowRules(handlers.built(), idempotent, removal));
  }
}
