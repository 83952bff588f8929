package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.store.Append;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.Rejection;
import io.counterfoil.store.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** That outcomes of keys are forgotten by age, when it is asked for, and nothing else is. */
abstract class ForgettingContract extends StoreSuite {
  private static final Rejection REJECTION = new Rejection("closed", "it is closed", Map.of());

  @Test
  void forgetsWhatWasStoredBeforeAMomentAndKeepsTheRest() {
    append(STREAM, counted(1));
    decide(STREAM, "old-1", 2);
    decide(OTHER, "old-1", 1);
    store.append(Append.rejected(STREAM, key("old-2"), REJECTION));
    decide(STREAM, "old-3");
    Instant moment = theNextMillisecond();
    decide(STREAM, "new-1", 3);
    store.append(Append.rejected(OTHER, key("new-2"), REJECTION));

    long forgotten = store.forgetOutcomes(moment);

    assertThat(forgotten).isEqualTo(4);
    for (String old : List.of("old-1", "old-2", "old-3")) {
      assertThat(store.outcome(STREAM, old)).isEmpty();
      assertThat(store.outcome(OTHER, old)).isEmpty();
    }
    assertThat(store.outcome(STREAM, "new-1"))
        .contains(new Outcome(STREAM, key("new-1"), 1, 3, Optional.empty()));
    assertThat(store.outcome(OTHER, "new-2"))
        .contains(new Outcome(OTHER, key("new-2"), 0, 1, Optional.of(REJECTION)));
  }

  @Test
  void countsWhatItForgets() {
    assertThat(store.forgetOutcomes(Instant.now())).isZero();
    for (int i = 0; i < 250; i++) {
      decide(STREAM, "row-" + i);
    }

    assertThat(store.forgetOutcomes(Instant.EPOCH)).isZero();
    assertThat(store.outcome(STREAM, "row-0")).isPresent();
    assertThat(store.forgetOutcomes(theNextMillisecond())).isEqualTo(250);
    assertThat(store.forgetOutcomes(theNextMillisecond())).isZero();
  }

  @Test
  void takesMomentsFarFromNow() {
    decide(STREAM, "row-17", 1);

    assertThat(store.forgetOutcomes(Instant.MIN)).isZero();
    assertThat(store.outcome(STREAM, "row-17")).isPresent();
    assertThat(store.forgetOutcomes(Instant.MAX)).isEqualTo(1);
    assertThat(store.outcome(STREAM, "row-17")).isEmpty();
  }

  /** It counts when the outcome was stored, not when its events happened. */
  @Test
  void goesByTheTimeOfStoring() {
    decide(STREAM, "row-17", 1); // its event says it is of 2024

    assertThat(store.forgetOutcomes(META.at().plus(Duration.ofDays(1)))).isZero();

    assertThat(store.outcome(STREAM, "row-17")).isPresent();
  }

  @Test
  void forgetsNoEvent() {
    decide(STREAM, "row-17", 1, 2);
    append(OTHER, counted(3));

    store.forgetOutcomes(theNextMillisecond());

    assertThat(amounts(log())).containsExactly(1L, 2L, 3L);
    assertThat(store.status().events()).isEqualTo(3);
    assertThat(amounts(store.events(STREAM))).isEqualTo(upTo(2));
  }

  @Test
  void letsAForgottenKeyBeDecidedAnew() {
    decide(STREAM, "row-17", 1);
    store.append(Append.rejected(STREAM, key("row-18"), REJECTION));
    store.forgetOutcomes(theNextMillisecond());

    decide(STREAM, "row-17", 2);
    decide(STREAM, "row-18", 3);

    assertThat(store.outcome(STREAM, "row-17"))
        .contains(new Outcome(STREAM, key("row-17"), 1, 2, Optional.empty()));
    assertThat(store.outcome(STREAM, "row-18"))
        .contains(new Outcome(STREAM, key("row-18"), 1, 3, Optional.empty()));
    assertThat(amounts(store.events(STREAM))).isEqualTo(upTo(3));
  }

  @Test
  void forgetsWhileOthersAppend() throws Exception {
    int writers = 6;
    int each = 40;
    AtomicInteger writing = new AtomicInteger(writers);
    AtomicLong forgotten = new AtomicLong();

    Race.of(
        writers + 2,
        thread -> {
          if (thread < 2) {
            while (writing.get() > 0) {
              forgotten.addAndGet(store.forgetOutcomes(Instant.now()));
            }
            return true;
          }
          try {
            for (int i = 0; i < each; i++) {
              decide(new StreamId("order", "o-" + i % 5), "row-" + thread + "-" + i, i);
            }
          } finally {
            writing.decrementAndGet();
          }
          return true;
        });

    assertThat(log()).hasSize(writers * each);
    forgotten.addAndGet(store.forgetOutcomes(theNextMillisecond()));
    assertThat(forgotten).as("each outcome forgotten once").hasValue((long) writers * each);
  }

  private void decide(StreamId stream, String key, long... amounts) {
    store.append(
        appendOf(
                stream,
                ExpectedVersion.any(),
                Arrays.stream(amounts).mapToObj(a -> newEvent(counted(a))).toList())
            .withKey(key(key)));
  }

  private static CommandKey key(String value) {
    return new CommandKey(value, "fingerprint");
  }

  /** Waits until the clock shows a later millisecond than it did during anything before. */
  private static Instant theNextMillisecond() {
    Instant next = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    while (Instant.now().isBefore(next)) {
      LockSupport.parkNanos(100_000);
    }
    return next;
  }
}
