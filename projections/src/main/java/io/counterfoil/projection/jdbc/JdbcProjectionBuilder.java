package io.counterfoil.projection.jdbc;

import io.counterfoil.Event;
import io.counterfoil.projection.declaration.HandlerTable;
import io.counterfoil.projection.declaration.ProjectionName;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** Collects the parts of a projection into a database. Not thread-safe; what it builds is. */
public final class JdbcProjectionBuilder {
  private final String name;
  private final DataSource dataSource;
  private final HandlerTable<JdbcEventHandler<Event>> handlers;
  private int version = 1;
  private List<String> creation = List.of();

  JdbcProjectionBuilder(String name, DataSource dataSource) {
    this.name = ProjectionName.require(name);
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
   * Builds the projection. Touches no database yet.
   *
   * @return the projection: immutable, independent of this builder
   * @throws IllegalStateException if it handles no event, or nothing creates its table
   */
  public JdbcProjection build() {
    if (creation.isEmpty()) {
      throw new IllegalStateException(
          "nothing creates the table of the projection '" + name + "'; add createdBy(...)");
    }
    return new JdbcProjection(name, version, dataSource, creation, handlers.built());
  }
}
