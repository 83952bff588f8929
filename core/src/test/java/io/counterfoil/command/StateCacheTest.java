package io.counterfoil.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class StateCacheTest {

  sealed interface LampEvent extends Event {
    record LampLit() implements LampEvent {}
  }

  private static final Aggregate<Object, String, LampEvent> LAMP =
      Aggregate.named("lamp", LampEvent.class, "dark")
          .on(LampEvent.LampLit.class, (state, event) -> "lit")
          .identifiedBy(Object.class, command -> "the lamp")
          .handle(Object.class, (command, state) -> List.of())
          .build();

  private static StreamId lamp(int number) {
    return new StreamId("lamp", "no. " + number);
  }

  private static Loaded<String> at(long sequence) {
    return new Loaded<>("lit", sequence, Optional.of(new UUID(0, sequence)), sequence, 0);
  }

  @Test
  void keepsTheBusyOnesWhenManyPassBy() {
    StateCache cache = StateCache.of(10);
    cache.keep(LAMP, lamp(0), at(1));

    for (int passing = 1; passing <= 1_000; passing++) {
      assertThat(cache.find(LAMP, lamp(0))).isPresent();
      cache.keep(LAMP, lamp(passing), at(1));
    }

    assertThat(cache.statistics().size()).isEqualTo(10);
    assertThat(cache.statistics().evictions()).isEqualTo(991);
  }

  @Test
  void makesRoomAlsoWhenAllAreBusy() {
    StateCache cache = StateCache.of(3);
    for (int number = 0; number < 3; number++) {
      cache.keep(LAMP, lamp(number), at(1));
      assertThat(cache.find(LAMP, lamp(number))).isPresent();
    }

    cache.keep(LAMP, lamp(3), at(1));

    assertThat(cache.find(LAMP, lamp(0))).isEmpty();
    assertThat(cache.find(LAMP, lamp(3))).isPresent();
    assertThat(cache.statistics().size()).isEqualTo(3);
  }

  @Test
  void keepsTheNewerOfTwoStates() {
    StateCache cache = StateCache.of(1);
    cache.keep(LAMP, lamp(0), at(5));

    cache.keep(LAMP, lamp(0), at(4));

    assertThat(cache.find(LAMP, lamp(0))).contains(at(5));
  }

  @Test
  void takesAnOlderStateOnceTheNewerIsInDoubt() {
    StateCache cache = StateCache.of(1);
    cache.keep(LAMP, lamp(0), at(5));

    cache.doubt(lamp(0));

    assertThat(cache.find(LAMP, lamp(0))).isEmpty();
    cache.keep(LAMP, lamp(0), at(4));
    assertThat(cache.find(LAMP, lamp(0))).contains(at(4));
  }

  @Test
  void growsNotWithStatesThatAreDoubtedAgainAndAgain() {
    StateCache cache = StateCache.of(2);

    for (int number = 0; number < 1_000; number++) {
      cache.keep(LAMP, lamp(number), at(1));
      cache.doubt(lamp(number));
      cache.keep(LAMP, lamp(number), at(1));
      cache.doubtAll();
    }

    assertThat(cache.statistics().size()).isEqualTo(2);
    assertThat(cache.statistics().evictions()).isEqualTo(998);
    assertThat(cache.statistics().doubted()).isEqualTo(2_000);
  }

  @Test
  void keepsNothingOfAStreamWithoutEvents() {
    StateCache cache = StateCache.of(1);

    cache.keep(LAMP, lamp(0), Loaded.nothing(LAMP));

    assertThat(cache.statistics().size()).isZero();
  }

  @Test
  void staysWithinItsBoundUnderManyThreads() throws Exception {
    StateCache cache = StateCache.of(4);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<?>> done = new ArrayList<>();
    try {
      for (int thread = 0; thread < 16; thread++) {
        int own = thread;
        done.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 2_000; i++) {
                    StreamId stream = lamp((own + i) % 9);
                    cache.keep(LAMP, stream, at(i + 1));
                    cache.find(LAMP, stream);
                    if (i % 7 == 0) {
                      cache.doubt(stream);
                    }
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(cache.statistics().size()).isBetween(1, 4);
    cache.keep(LAMP, lamp(99), at(1));
    assertThat(cache.find(LAMP, lamp(99))).isPresent();
  }
}
