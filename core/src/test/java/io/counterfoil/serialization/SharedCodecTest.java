package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SharedCodecTest {
  private static final int THREADS = 8;

  record Node(String name, Map<String, Long> values, List<Node> nodes) {}

  @Test
  void servesManyThreadsFromTheFirstUseOn() throws Exception {
    JsonCodec codec = JsonCodec.create();
    CyclicBarrier together = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        Node node =
            new Node(
                "n" + t, Map.of("b", 2L, "a", 1L), List.of(new Node("x", Map.of(), List.of())));
        tasks.add(
            () -> {
              together.await(10, TimeUnit.SECONDS);
              boolean equal = true;
              for (int i = 0; i < 200; i++) {
                equal &= codec.decode(codec.encode(node), Node.class).equals(node);
              }
              return equal;
            });
      }
      for (Future<Boolean> done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
