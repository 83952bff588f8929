package io.counterfoil.jdbc.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.contract.Sample;
import io.counterfoil.contract.torture.Flaw;
import io.counterfoil.contract.torture.Verdict;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plays races that go the same way each time, statement by statement. The store's reader must lose
 * none; each wrong design must lose one of those that were made to find it out, and one of those
 * that are made by chance.
 *
 * <p>{@code -Dcounterfoil.torture.schedules=5000} plays more, {@code -Dcounterfoil.torture.seed=7}
 * others.
 */
class PostgresScheduleTest {
  private static final int SCHEDULES = Integer.getInteger("counterfoil.torture.schedules", 25);
  private static final long SEED = Long.getLong("counterfoil.torture.seed", 20_240_601);

  /** Each wrong design is found out by one of the first few dozen. */
  private static final int ENOUGH = 500;

  private final TestDatabase database = TortureTables.create(TestDatabases.postgres());
  private final HikariDataSource pool = database.pool(8);
  private final ScheduleRun run = new ScheduleRun(database, pool);

  @BeforeEach
  void addColumn() throws SQLException {
    WrongDesign.addColumn(pool);
  }

  @AfterEach
  void close() throws SQLException {
    run.close();
    pool.close();
  }

  private Verdict playStore(Schedule schedule) throws SQLException {
    return run.play(
        schedule, (dataSource, turn) -> JdbcEventStore.on(dataSource, Sample.types())::readLog);
  }

  @Test
  void theStoreLosesNoneOfTheRacesThatOthersLost() throws SQLException {
    for (Schedule schedule : Schedule.traps()) {
      Verdict verdict = playStore(schedule);

      verdict.requireFlawless();
      assertThat(verdict.given()).as(schedule.name()).isEqualTo(verdict.committed()).isPositive();
    }
  }

  @Test
  void theStoreLosesNoRaceMadeByChance() throws SQLException {
    long given = 0;
    for (int i = 0; i < SCHEDULES; i++) {
      Verdict verdict = playStore(RandomSchedule.of(SEED + i));

      verdict.requireFlawless();
      assertThat(verdict.given()).isEqualTo(verdict.committed());
      given += verdict.given();
    }
    assertThat(given).isGreaterThan(SCHEDULES);
  }

  @ParameterizedTest
  @EnumSource
  void aWrongDesignIsFoundOutByTheRacesMadeForIt(WrongDesign design) throws SQLException {
    Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    for (Schedule schedule : Schedule.traps()) {
      flaws.addAll(run.play(schedule, design).flaws().keySet());
    }
    assertThat(flaws).containsAll(design.flaws()).doesNotContain(Flaw.FAILED);
  }

  @ParameterizedTest
  @EnumSource
  void aWrongDesignIsFoundOutByRacesMadeByChance(WrongDesign design) throws SQLException {
    Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    for (int i = 0; i < ENOUGH && !flaws.containsAll(design.flaws()); i++) {
      flaws.addAll(run.play(RandomSchedule.of(SEED + i), design).flaws().keySet());
    }
    assertThat(flaws).containsAll(design.flaws()).doesNotContain(Flaw.FAILED);
  }
}
