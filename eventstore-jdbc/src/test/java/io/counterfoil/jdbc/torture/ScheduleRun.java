package io.counterfoil.jdbc.torture;

import io.counterfoil.contract.Sample;
import io.counterfoil.contract.torture.LogTail;
import io.counterfoil.contract.torture.Oracle;
import io.counterfoil.contract.torture.Verdict;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.store.EventStore;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Plays schedules on a PostgreSQL database, each with a new reader that begins at the end. */
final class ScheduleRun implements AutoCloseable {
  /** More than any reader needs that waits for nobody. */
  private static final int POLLS_TO_THE_END = 10;

  private static final AtomicInteger RUNS = new AtomicInteger();

  private final TestDatabase database;
  private final DataSource pool;
  private final EventStore truth;
  private final Map<String, ScheduledWriter> writers = new TreeMap<>();

  ScheduleRun(TestDatabase database, DataSource pool) {
    this.database = database;
    this.pool = pool;
    this.truth = JdbcEventStore.on(pool, Sample.types());
  }

  /** Makes a reader. */
  interface TailMaker {

    /**
     * Makes one.
     *
     * @param dataSource each statement on it waits for the reader's turn
     * @param turn waits for it inside a statement
     */
    LogTail on(DataSource dataSource, Runnable turn);
  }

  Verdict play(Schedule schedule, TailMaker maker) throws SQLException {
    Oracle oracle = new Oracle();
    Turns turns = new Turns();
    LogTail tail = maker.on(turns.on(pool), turns::await);
    ScheduledReader reader = ScheduledReader.start(oracle, tail, truth.head(), turns);
    String run = "run" + RUNS.incrementAndGet();
    try {
      for (Move move : schedule.moves()) {
        if (move.isReaders()) {
          reader.move(move.act());
        } else {
          writer(move.who()).move(move, run, oracle.ledger());
        }
      }
      for (ScheduledWriter writer : writers.values()) {
        writer.commitIfItAppended(); // who only wrote elsewhere stays, and must be in nobody's way
      }
      reader.readToTheEnd(oracle.end(truth), POLLS_TO_THE_END);
    } finally {
      reader.stop();
      for (ScheduledWriter writer : writers.values()) {
        writer.rollback();
      }
    }
    return oracle.judge(truth, schedule.toString());
  }

  /** The same connection for a writer's name, however many schedules are played. */
  private ScheduledWriter writer(String who) {
    return writers.computeIfAbsent(who, name -> new ScheduledWriter(name, database));
  }

  @Override
  public void close() throws SQLException {
    for (ScheduledWriter writer : writers.values()) {
      writer.close();
    }
  }
}
