package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.CheckpointStore;
import io.counterfoil.projection.Delivery;
import io.counterfoil.projection.Projection;
import io.counterfoil.projection.ReadModel;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventFilter;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps a table up to date, and commits rows and checkpoint in one transaction: the effect of each
 * event is there exactly once, whatever crashes. Immutable and thread-safe.
 *
 * <pre>{@code
 * Projection balance = JdbcProjection.named("balance_view", dataSource)
 *     .createdBy("CREATE TABLE {table} (account_id VARCHAR(64) PRIMARY KEY, balance_cents BIGINT)")
 *     .on(MoneyDeposited.class, (event, deposited, sql) ->
 *         sql.update("UPDATE {table} SET balance_cents = ? WHERE account_id = ?",
 *             deposited.balanceAfter(), event.stream().aggregateId()))
 *     .build();
 * }</pre>
 *
 * <p>The table is named after the projection and its version, {@code balance_view_v1}; readers use
 * the view {@code balance_view} over it. A higher version fills a table of its own beside the one
 * that serves; when it has come to where that one stands, the view shows it, and the older one
 * stays until it is dropped. The checkpoint stands in the table {@code counterfoil_checkpoint} of
 * the same database, which may be another one than the store's. All of them are created at the
 * start where they are absent.
 */
public final class JdbcProjection implements Projection {
  private final String name;
  private final int version;
  private final DataSource dataSource;
  private final List<String> creation;
  private final RowRules rules;

  JdbcProjection(
      String name, int version, DataSource dataSource, List<String> creation, RowRules rules) {
    this.name = name;
    this.version = version;
    this.dataSource = dataSource;
    this.creation = creation;
    this.rules = rules;
  }

  /**
   * Starts a projection into a database.
   *
   * @param name the name of the view that readers use: a letter or underscore, and up to 50
   *     letters, digits and underscores
   * @param dataSource the read model's database
   * @return a builder, at version 1
   * @throws IllegalArgumentException if the name is no such identifier
   */
  public static JdbcProjectionBuilder named(String name, DataSource dataSource) {
    return new JdbcProjectionBuilder(name, dataSource);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int version() {
    return version;
  }

  /**
   * Returns the name of the table of this version's first generation. A rebuild fills a table of
   * its own, whose name ends in the number of the generation.
   *
   * @return the projection's name with its version
   */
  public String table() {
    return name + "_v" + version;
  }

  /**
   * Returns the read model's database.
   *
   * @return the data source that the projection was declared with
   */
  public DataSource dataSource() {
    return dataSource;
  }

  @Override
  public EventFilter filter(EventTypes types) {
    return rules.handlers().filter(types);
  }

  @Override
  public Delivery delivery() {
    return Delivery.EFFECTIVELY_ONCE;
  }

  @Override
  public ReadModel open(Optional<CheckpointStore> checkpoints) {
    ReadModelDatabase database = new ReadModelDatabase(dataSource);
    return new JdbcReadModel(
        database,
        new ReadModelTables(database, name, creation),
        rules,
        CheckpointId.first(name, version));
  }
}
