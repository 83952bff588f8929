package io.counterfoil.contract.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.contract.Sample;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Torments a store's log. Whoever writes a store extends this class, and says how to make an empty
 * store, how else its tables are written to, and how another process would read it.
 *
 * <p>Runs for a few seconds with a fixed seed. For longer, with a seed of one's own, in rounds of
 * up to 15 seconds, each with the next seed:
 *
 * <pre>{@code
 * mvn -pl eventstore-jdbc -am test -Dtest='*TortureTest' -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dcounterfoil.torture.seconds=300 -Dcounterfoil.torture.seed=42
 * }</pre>
 *
 * <p>Each round prints its seed and figures. A failure prints the history around the first events
 * that are wrong. The same seed makes each thread do the same things; how the threads meet is up to
 * the machine.
 */
public abstract class TortureContract {
  private static final long SECONDS = Long.getLong("counterfoil.torture.seconds", 5);
  private static final long SEED = Long.getLong("counterfoil.torture.seed", 20_240_601);
  private static final long LONGEST_ROUND = TimeUnit.SECONDS.toNanos(15);

  /** Has nothing to do; a store's class brings its own state. */
  protected TortureContract() {}

  /**
   * Makes a store without events.
   *
   * @param types the events of the suite, which the store must be built with
   * @return the store; it is used by up to 20 threads
   */
  protected abstract EventStore emptyStore(EventTypes types);

  /**
   * Lists how to write.
   *
   * @param store the store
   * @return the store's own ways; a store on a database adds transactions of a caller
   */
  protected List<WritingStyle> styles(EventStore store) {
    return StoreStyles.of(store);
  }

  /**
   * Finds a way to read, each time when a reader joins.
   *
   * @param store the store
   * @return reads the same log; a store on a database should answer now and then as another process
   *     would, which has not read yet
   */
  protected LogTail tail(EventStore store) {
    return store::readLog;
  }

  @Test
  void givesEachReaderEachCommittedEventExactlyOnceAndInOrder() throws Exception {
    EventStore store = emptyStore(Sample.types());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    long seed = SEED;
    do {
      long left = Math.max(end - System.nanoTime(), 1);
      Verdict verdict =
          Torture.of(store, styles(store), () -> tail(store))
              .lasting(Duration.ofNanos(Math.min(left, LONGEST_ROUND)))
              .seed(seed)
              .run();
      System.out.println(getClass().getSimpleName() + ", " + verdict);
      verdict.requireFlawless();
      assertThat(verdict.committed()).isPositive();
      assertThat(verdict.given()).isGreaterThanOrEqualTo(verdict.committed());
      seed++;
    } while (System.nanoTime() < end);
  }
}
