package io.counterfoil.jdbc.faults;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The aggregate of these tests: a jar of coins. */
record Jar(long coins) {
  static final Aggregate<JarCommand, Jar, JarEvent> JAR =
      Aggregate.named("jar", JarEvent.class, new Jar(0))
          .on(JarEvent.CoinPut.class, (jar, event) -> new Jar(jar.coins() + 1))
          .on(JarEvent.CoinsTaken.class, (jar, event) -> new Jar(jar.coins() - event.coins()))
          .identifiedBy(JarCommand.class, JarCommand::jarId)
          .handle(JarCommand.Put.class, (put, jar) -> putOneByOne(put.coins()))
          .handle(JarCommand.Take.class, (take, jar) -> List.of(jar.take(take.coins())))
          .build();

  sealed interface JarEvent extends Event {
    record CoinPut() implements JarEvent {}

    record CoinsTaken(long coins) implements JarEvent {}
  }

  sealed interface JarCommand {
    String jarId();

    record Put(String jarId, int coins) implements JarCommand {}

    record Take(String jarId, long coins) implements JarCommand {}
  }

  private static List<JarEvent> putOneByOne(int coins) {
    return Collections.nCopies(coins, new JarEvent.CoinPut());
  }

  private JarEvent take(long wanted) {
    if (wanted > coins) {
      throw new CommandRejected(
          "too-few", "there are too few coins", Map.of("wanted", wanted, "there", coins));
    }
    return new JarEvent.CoinsTaken(wanted);
  }
}
