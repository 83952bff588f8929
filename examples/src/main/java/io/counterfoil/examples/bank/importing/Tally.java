package io.counterfoil.examples.bank.importing;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of the rows. Thread-safe. */
final class Tally {
  private final LongAdder accepted = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder skipped = new LongAdder();

  void accepted(boolean repeated) {
    (repeated ? skipped : accepted).increment();
  }

  void rejected(boolean repeated) {
    (repeated ? skipped : rejected).increment();
  }

  ImportTally total(Optional<MalformedRow> malformed) {
    return new ImportTally(accepted.sum(), rejected.sum(), skipped.sum(), malformed);
  }
}
