package io.counterfoil.jdbc.faults;

import static io.counterfoil.jdbc.faults.Jar.JAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.jdbc.faults.Jar.JarCommand.Put;
import io.counterfoil.jdbc.faults.Jar.JarCommand.Take;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.AppendOutcomeUnknown;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cached states beside transactions that roll back and connections that are cut. */
class CachedStateTest {

  enum Database {
    H2,
    POSTGRES;

    TestDatabase withTables() {
      TestDatabase database = this == H2 ? TestDatabases.h2Memory() : TestDatabases.postgres();
      JdbcSchema.of(database.dataSource()).create();
      return database;
    }
  }

  private static JdbcEventStore storeOn(TestDatabase database) {
    return JdbcEventStore.on(database.dataSource(), EventTypes.of(Jar.JarEvent.class));
  }

  private static CommandBus cachingBusOn(JdbcEventStore store) {
    return CommandBus.on(store).aggregates(JAR).stateCache(10).build();
  }

  @ParameterizedTest
  @EnumSource
  void aRolledBackTransactionLeavesNothingInTheCache(Database engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore store = storeOn(database);
    CommandBus bus = cachingBusOn(store);
    bus.dispatch(new Put("jar", 2));
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      bus.using(store.using(connection)).dispatch(new Put("jar", 51));
      connection.rollback();
    }
    cachingBusOn(storeOn(database)).dispatch(new Put("jar", 50));
    cachingBusOn(storeOn(database)).dispatch(new Take("jar", 52));

    assertThatThrownBy(() -> bus.dispatch(new Take("jar", 10)))
        .isInstanceOfSatisfying(
            CommandRejected.class, no -> assertThat(no.data()).containsEntry("there", 0L));

    assertThat(bus.state(JAR, "jar")).isEqualTo(new Jar(0));
  }

  @ParameterizedTest
  @EnumSource
  void aCommittedTransactionIsMetAsAnyOtherAppend(Database engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore store = storeOn(database);
    CommandBus bus = cachingBusOn(store);
    bus.dispatch(new Put("jar", 2));
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      bus.using(store.using(connection)).dispatch(new Put("jar", 3));
      connection.commit();
    }

    assertThat(bus.dispatch(new Take("jar", 5)).sequence()).isEqualTo(6);
    assertThat(bus.stateCacheStatistics().stale()).isEqualTo(1);
  }

  @Test
  void aCutAppendIsReadAgainBeforeTheNextDecision() {
    TestDatabase database = Database.POSTGRES.withTables();
    try (CuttingProxy proxy = CuttingProxy.before(database)) {
      CommandBus bus = cachingBusOn(storeOn(proxy.database()));
      bus.dispatch(new Put("jar", 2));
      proxy.cut(Moment.BEFORE_THE_ANSWER, "INSERT INTO");
      assertThatThrownBy(() -> bus.dispatch(new Take("jar", 2)))
          .isInstanceOf(AppendOutcomeUnknown.class);

      assertThatThrownBy(() -> bus.dispatch(new Take("jar", 1)))
          .isInstanceOf(CommandRejected.class);

      assertThat(bus.stateCacheStatistics().hits()).isEqualTo(1);
      assertThat(bus.stateCacheStatistics().doubted()).isEqualTo(1);
    }
  }
}
