package io.counterfoil.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdsTest {

  @Test
  void anIdIsAUuidOfVersion7AndBeginsWithTheTime() {
    long before = System.currentTimeMillis();

    UUID id = EventIds.next();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis());
  }

  @Test
  void noTwoThreadsDrawTheSameId() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<List<UUID>> many = () -> Stream.generate(EventIds::next).limit(20_000).toList();
      List<Future<List<UUID>>> drawing = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        drawing.add(threads.submit(many));
      }

      Set<UUID> all = new HashSet<>();
      for (Future<List<UUID>> one : drawing) {
        all.addAll(one.get());
      }

      assertThat(all).hasSize(160_000);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void everyRandomBitIsUsed() {
    long ones = 0;
    long zeros = 0;
    for (int i = 0; i < 1_000; i++) {
      UUID id = EventIds.next();
      ones |= id.getLeastSignificantBits();
      zeros |= ~id.getLeastSignificantBits();
    }

    assertThat(ones | 0x4000_0000_0000_0000L).isEqualTo(-1L);
    assertThat(zeros | 0x8000_0000_0000_0000L).isEqualTo(-1L);
  }
}
