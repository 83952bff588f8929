package io.counterfoil.examples.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Four threads make 1,000 appends a second, at times that are fixed beforehand: who is late makes
 * up for it, and what waits meanwhile counts as waiting. A reader asks {@code balance_view} again
 * and again how far it is. Told is, for each event, the time from when its append was due until the
 * reader saw its row.
 */
final class WindowRound {
  private static final int WRITERS = 4;
  private static final long NANOS_BETWEEN = 1_000_000_000L * WRITERS / 1_000;
  private static final long LOOK_NANOS = 500_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WindowSide side;
  private final int each;
  private final long[][] due;
  private final long[][] positions;

  private WindowRound(WindowSide side, Duration duration) {
    this.side = side;
    this.each = (int) Math.max(1, duration.toNanos() / NANOS_BETWEEN);
    this.due = new long[WRITERS][each];
    this.positions = new long[WRITERS][each];
  }

  /** Answers how long each event took, in nanoseconds. */
  static List<Long> on(WindowSide side, Duration duration) throws Exception {
    WindowRound round = new WindowRound(side, duration);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
    try (Connection connection = side.connect()) {
      Looks looks = new Looks(connection);
      Future<?> looking = threads.submit(() -> looks.lookUntilTold());
      List<Future<Long>> writing = new ArrayList<>();
      long begins = System.nanoTime();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        writing.add(threads.submit(() -> round.write(number, begins)));
      }
      long last = 0;
      for (Future<Long> one : writing) {
        last = Math.max(last, one.get());
      }
      looks.until = last;
      looking.get();
      return round.took(looks);
    } finally {
      threads.shutdownNow();
    }
  }

  private long write(int writer, long begins) {
    long last = 0;
    for (int n = 0; n < each; n++) {
      long planned = begins + n * NANOS_BETWEEN + writer * NANOS_BETWEEN / WRITERS;
      for (long left = planned - System.nanoTime(); left > 0; left = planned - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      int account = 1 + (n * WRITERS + writer) % WindowSide.ACCOUNTS;
      last = side.append(account, Accounts.deposit(Accounts.AMOUNT));
      due[writer][n] = planned;
      positions[writer][n] = last;
    }
    return last;
  }

  private List<Long> took(Looks looks) {
    List<Long> took = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      for (int n = 0; n < each; n++) {
        took.add(looks.firstAt(positions[writer][n]) - due[writer][n]);
      }
    }
    return took;
  }

  /** What a reader saw, and when. Filled by one thread, and read behind its end. */
  private static final class Looks {
    private final Connection connection;
    private final List<Long> positions = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private volatile long until = Long.MAX_VALUE;

    Looks(Connection connection) {
      this.connection = connection;
    }

    boolean lookUntilTold() throws SQLException {
      long seen = 0;
      long changed = System.nanoTime();
      try (PreparedStatement select =
          connection.prepareStatement("SELECT MAX(last_position) FROM balance_view")) {
        while (seen < until) {
          long now = look(select);
          long time = System.nanoTime();
          if (now > seen) {
            seen = now;
            changed = time;
            positions.add(now);
            times.add(time);
          } else if (time - changed > PATIENCE.toNanos()) {
            throw new IllegalStateException("the reader was not shown all events");
          }
          LockSupport.parkNanos(LOOK_NANOS);
        }
      }
      return true;
    }

    private static long look(PreparedStatement select) throws SQLException {
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }

    /** Rows and checkpoint move in the order of the log: whoever sees p sees all before it. */
    long firstAt(long position) {
      int low = 0;
      int high = positions.size() - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (positions.get(middle) < position) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return times.get(low);
    }
  }
}
