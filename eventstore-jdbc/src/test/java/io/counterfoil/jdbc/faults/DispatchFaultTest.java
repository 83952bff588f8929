package io.counterfoil.jdbc.faults;

import static io.counterfoil.jdbc.faults.Jar.JAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.jdbc.faults.Jar.JarCommand.Put;
import io.counterfoil.jdbc.faults.Jar.JarCommand.Take;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.EventStoreException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a command comes to whose connections are cut, on a pool. */
class DispatchFaultTest {
  private static final String APPEND = "INSERT INTO";
  private static final DispatchOptions KEY = DispatchOptions.key("key");
  private static final AtomicInteger JARS = new AtomicInteger();
  private static TestDatabase database = TestDatabases.h2Memory(); // until the real one is there

  private final String jar = "jar" + JARS.incrementAndGet();
  private final CuttingProxy proxy = CuttingProxy.before(database);
  private final HikariDataSource pool = proxy.database().pool(3);
  private final CommandBus bus = busOn(pool);

  /** Another node, on connections that nobody cuts. */
  private final CommandBus another = busOn(database.dataSource());

  private static CommandBus busOn(DataSource dataSource) {
    return CommandBus.on(JdbcEventStore.on(dataSource, EventTypes.of(Jar.JarEvent.class)))
        .aggregates(JAR)
        .build();
  }

  @BeforeAll
  static void makeTables() {
    database = TestDatabases.postgres();
    JdbcSchema.of(database.dataSource()).create();
  }

  @AfterEach
  void close() {
    pool.close();
    proxy.close();
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void dispatchedAgainGivesItsEventsOnce(Moment moment) {
    Put put = new Put(jar, 3);
    proxy.cut(moment, APPEND);

    assertThatThrownBy(() -> bus.dispatch(put, KEY)).isInstanceOf(AppendOutcomeUnknown.class);

    CommandResult settled = another.dispatch(put, KEY);
    assertThat(settled.repeated()).isEqualTo(moment != Moment.BEFORE_IT_IS_SENT);
    assertThat(settled.events()).extracting("sequence").containsExactly(1L, 2L, 3L);
    CommandResult again = bus.dispatch(put, KEY);
    assertThat(again.repeated()).isTrue();
    assertThat(again.events())
        .extracting("eventId")
        .containsExactlyElementsOf(settled.events().stream().map(e -> e.eventId()).toList());
    assertThat(bus.state(JAR, jar)).isEqualTo(new Jar(3));
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void aNoStaysANoIfItWasStored(Moment moment) {
    Take take = new Take(jar, 1);
    proxy.cut(moment, APPEND);
    boolean stored = moment != Moment.BEFORE_IT_IS_SENT;

    assertThatThrownBy(() -> bus.dispatch(take, KEY)).isInstanceOf(AppendOutcomeUnknown.class);
    another.dispatch(new Put(jar, 2));

    for (CommandBus node : new CommandBus[] {another, bus}) {
      if (stored) {
        assertThatThrownBy(() -> node.dispatch(take, KEY))
            .isInstanceOfSatisfying(
                CommandRejected.class,
                no -> {
                  assertThat(no.repeated()).isTrue();
                  assertThat(no.data()).isEqualTo(Map.of("wanted", 1L, "there", 0L));
                });
      } else {
        assertThat(node.dispatch(take, KEY).events()).hasSize(1);
      }
    }
    assertThat(bus.state(JAR, jar)).isEqualTo(new Jar(stored ? 2 : 1));
  }

  @Test
  void aCutWhileItLoadsIsNoUnknownOutcome() {
    proxy.cut(Moment.BEFORE_THE_ANSWER, "SELECT");

    assertThatThrownBy(() -> bus.dispatch(new Put(jar, 1), KEY))
        .isInstanceOf(EventStoreException.class)
        .isNotInstanceOf(AppendOutcomeUnknown.class);

    assertThat(proxy.isArmed()).isFalse();
    assertThat(another.state(JAR, jar)).isEqualTo(new Jar(0));
    assertThat(bus.dispatch(new Put(jar, 1), KEY).repeated()).isFalse();
  }

  @Test
  void aPoolWhoseConnectionsAreAllDeadIsAliveAgainAfterAsManyAttempts() {
    bus.dispatch(new Put(jar, 1));
    for (int round = 1; round <= 20; round++) {
      proxy.cutAll();

      CommandResult result = persistently(new Put(jar, 1), DispatchOptions.key("key " + round));

      assertThat(result.sequence()).isEqualTo(round + 1);
    }
    assertThat(another.state(JAR, jar)).isEqualTo(new Jar(21));
  }

  /** As a caller does who has a key: again, as often as there are connections to be found dead. */
  private CommandResult persistently(Put put, DispatchOptions options) {
    for (int attempt = 1; attempt <= pool.getMaximumPoolSize(); attempt++) {
      try {
        return bus.dispatch(put, options);
      } catch (EventStoreException e) {
        assertThat(pool.isRunning()).isTrue();
      }
    }
    return bus.dispatch(put, options);
  }
}
