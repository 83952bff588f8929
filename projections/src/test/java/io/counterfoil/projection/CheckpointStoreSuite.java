package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each checkpoint store must do. */
public abstract class CheckpointStoreSuite {
  private static final CheckpointId ID = CheckpointId.first("search", 1);

  private CheckpointStore store;

  protected abstract CheckpointStore createStore();

  @BeforeEach
  void setUp() {
    store = createStore();
    store.setUp();
  }

  @Test
  void hasNothingAtFirst() {
    assertThat(store.find(ID)).isEmpty();
  }

  @Test
  void beginsAtZeroWithTheFirstClaim() {
    Checkpoint claimed = store.claim(ID, "me");

    assertThat(claimed).isEqualTo(new Checkpoint(ID, 0, 1, "me"));
    assertThat(store.find(ID)).contains(claimed);
  }

  @Test
  void keepsThePositionAndRaisesTheEpochWithTheNextClaim() {
    store.advance(store.claim(ID, "me"), 7);

    Checkpoint claimed = store.claim(ID, "you");

    assertThat(claimed).isEqualTo(new Checkpoint(ID, 7, 2, "you"));
  }

  @Test
  void movesUnderTheNewestEpochOnly() {
    Checkpoint old = store.claim(ID, "me");
    Checkpoint newest = store.claim(ID, "you");

    assertThatThrownBy(() -> store.advance(old, 5))
        .isInstanceOfSatisfying(
            CheckpointFenced.class, fenced -> assertThat(fenced.held()).isEqualTo(old));
    assertThatThrownBy(() -> store.renew(old)).isInstanceOf(CheckpointFenced.class);
    assertThatThrownBy(() -> store.reset(old)).isInstanceOf(CheckpointFenced.class);
    assertThat(store.find(ID)).contains(newest);
  }

  @Test
  void movesFromTheStoredPositionOnly() {
    Checkpoint held = store.claim(ID, "me");
    store.advance(held, 5);

    assertThatThrownBy(() -> store.advance(held, 6)).isInstanceOf(CheckpointFenced.class);
    assertThat(store.find(ID)).contains(held.at(5));
  }

  @Test
  void doesNotMoveBack() {
    Checkpoint held = store.advance(store.claim(ID, "me"), 5);

    assertThatIllegalArgumentException().isThrownBy(() -> store.advance(held, 4));
  }

  @Test
  void isRenewedAtTheStoredPosition() {
    Checkpoint held = store.claim(ID, "me");
    store.advance(held, 5);

    assertThat(store.renew(held)).isEqualTo(new Checkpoint(ID, 5, 2, "me"));
    assertThat(store.find(ID)).contains(new Checkpoint(ID, 5, 2, "me"));
  }

  @Test
  void isRenewedByItsOwnerThoughAnEarlierAnswerWasLost() {
    Checkpoint held = store.claim(ID, "me");
    store.renew(held); // and nobody hears of it

    assertThat(store.renew(held)).isEqualTo(new Checkpoint(ID, 0, 3, "me"));
  }

  @Test
  void goesBackToZeroUnderANewEpoch() {
    Checkpoint held = store.advance(store.claim(ID, "me"), 5);

    Checkpoint reset = store.reset(held);

    assertThat(reset).isEqualTo(new Checkpoint(ID, 0, 2, "me", 5, false));
    assertThat(store.find(ID)).contains(reset);
    assertThatThrownBy(() -> store.advance(held, 6)).isInstanceOf(CheckpointFenced.class);
  }

  @Test
  void keepsVersionsAndSlotsApart() {
    CheckpointId version2 = CheckpointId.first("search", 2);
    CheckpointId slot1 = new CheckpointId("search", 1, 1, 1);
    store.advance(store.claim(ID, "me"), 5);
    store.advance(store.claim(version2, "me"), 6);
    store.claim(slot1, "me");

    assertThat(store.find(ID).orElseThrow().position()).isEqualTo(5);
    assertThat(store.find(version2).orElseThrow().position()).isEqualTo(6);
    assertThat(store.find(slot1).orElseThrow().position()).isEqualTo(0);
  }

  @Test
  void givesEachOfManyClaimsAnEpochOfItsOwn() throws Exception {
    int claimants = 8;
    List<Long> epochs =
        race(
            claimants,
            () -> {
              store.setUp();
              return store.claim(ID, "me").epoch();
            });

    assertThat(epochs).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  /** Runs something in many threads that begin at the same moment. */
  public static <R> List<R> race(int threads, Callable<R> task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<R>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            executor.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> result : running) {
        results.add(result.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }
}
