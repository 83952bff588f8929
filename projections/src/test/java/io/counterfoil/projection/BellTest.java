package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BellTest {
  private static final long LONG = TimeUnit.MINUTES.toNanos(1);

  private final Bell bell = new Bell();

  @Test
  void doesNotLoseARingBetweenTheLookAndTheWait() throws Exception {
    long heard = bell.rings();
    bell.ring();

    assertThat(bell.await(heard, LONG)).isTrue();
  }

  @Test
  void wakesWhoWaits() throws Exception {
    int rounds = 2_000;
    AtomicLong seen = new AtomicLong();
    Thread waiter =
        new Thread(
            () -> {
              try {
                while (seen.get() < rounds) {
                  long heard = seen.get();
                  if (!bell.await(heard, LONG)) {
                    return;
                  }
                  seen.set(bell.rings());
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    waiter.start();
    for (int i = 1; i <= rounds; i++) {
      bell.ring();
      long ring = i;
      // Each ring must arrive by itself: the next one comes only after it was heard.
      Eventually.until("ring " + ring + " is heard", () -> seen.get() >= ring);
    }
    waiter.join();

    assertThat(seen).hasValue(rounds);
  }

  @Test
  void letsGoWhenNothingRings() throws Exception {
    assertThat(bell.await(bell.rings(), 1)).isFalse();
  }
}
