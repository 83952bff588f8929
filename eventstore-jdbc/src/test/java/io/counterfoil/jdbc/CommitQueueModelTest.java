package io.counterfoil.jdbc;

import static io.counterfoil.jdbc.QueuedWriters.require;

import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * Goes through the ways in which threads can meet in the queue, by a model checker: the same ways
 * in each run. It reports a wait that nobody ends with the steps that led there, and does not hang.
 * Time stands still in it, so that what only comes through by a timeout is found, too.
 */
class CommitQueueModelTest {
  private static final int WAYS = 100;

  @Test
  void whoWaitsIsTakenAlongOrHandedThePlace() {
    Lincheck.runConcurrentTest(
        WAYS,
        () -> {
          QueuedWriters writers = QueuedWriters.start(1, false, "a", "b", "b").join();

          require(writers.stored('a') == 1 && writers.stored('b') == 2, "all are stored");
        });
  }

  @Test
  void aStreamHasOneAppendUnderWayAlsoWhereBatchesRunBesideEachOther() {
    Lincheck.runConcurrentTest(
        WAYS,
        () -> {
          QueuedWriters writers = QueuedWriters.start(2, false, "a", "a", "ba").join();

          require(writers.stored('a') == 3 && writers.stored('b') == 1, "all are stored");
        });
  }

  @Test
  void whatFailedTogetherRunsByItselfAndThenGivesItsStreamBack() {
    Lincheck.runConcurrentTest(
        2 * WAYS,
        () -> {
          QueuedWriters writers = QueuedWriters.start(1, true, "ab", "b", "c").join();

          require(writers.stored('a') == 1 && writers.stored('c') == 1, "all are stored");
          require(writers.stored('b') == 2, "whoever waited for the stream had it next");
        });
  }

  @Test
  void whoWithdrawsIsNotStoredAndLeavesNobodyWaiting() {
    Lincheck.runConcurrentTest(
        WAYS,
        () -> {
          QueuedWriters writers = QueuedWriters.start(1, false, "a", "b", "c").interrupt(1).join();

          require(writers.stored('a') == 1 && writers.stored('c') == 1, "neighbours are stored");
          require(writers.stored('b') == (writers.isWithdrawn(1) ? 0 : 1), "stored or withdrawn");
        });
  }
}
