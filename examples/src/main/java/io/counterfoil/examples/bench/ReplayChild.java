package io.counterfoil.examples.bench;

import io.counterfoil.Event;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bench.floor.PlainReplay;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import java.sql.Connection;
import java.time.Duration;

/** The JVM that replays: both contenders in turns, on the tables that its parent filled. */
public final class ReplayChild {
  private static final int CONNECTIONS = 4;

  private long events;
  private long cents;

  private ReplayChild() {}

  /**
   * Replays.
   *
   * @param arguments milliseconds of warm-up, milliseconds of a round, number of rounds
   */
  public static void main(String[] arguments) throws Exception {
    Pace pace =
        new Pace(
            Duration.ofMillis(Long.parseLong(arguments[0])),
            Duration.ofMillis(Long.parseLong(arguments[1])),
            Integer.parseInt(arguments[2]),
            0,
            0);
    Server server = Server.at(ReplayWork.address(), System.out::println);
    try (Ours ours = Ours.on(Tables.filledOfOurs(server), CONNECTIONS);
        Connection connection = server.connect()) {
      Setting setting = new Setting(server, pace, System.out::println);
      Figures figures =
          Duel.between(
              duration -> replay(duration, replay -> replay.ours(ours.store())),
              duration ->
                  replay(
                      duration,
                      replay ->
                          PlainReplay.read(
                              connection,
                              Tables.filledOfOurs(server).events(),
                              event -> replay.take(event.payload()))),
              setting);
      System.out.println(ReplayWork.write(figures));
    }
  }

  private interface Once {
    void of(ReplayChild replay) throws Exception;
  }

  /** Replays the whole log, again and again until the time is over. */
  private static double replay(Duration duration, Once once) throws Exception {
    long began = System.nanoTime();
    ReplayChild all = new ReplayChild();
    do {
      once.of(all);
    } while (System.nanoTime() - began < duration.toNanos());
    double seconds = (System.nanoTime() - began) / 1e9;
    if (all.cents <= 0) {
      throw new IllegalStateException("nothing was replayed");
    }
    return all.events / seconds;
  }

  private void ours(EventStore store) {
    store.readLog(EventQuery.after(0), event -> take(event.payload()));
  }

  private void take(Event payload) {
    events++;
    if (payload instanceof MoneyDeposited deposited) {
      cents += deposited.amountCents();
    }
  }
}
