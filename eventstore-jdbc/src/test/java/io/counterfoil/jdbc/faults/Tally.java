package io.counterfoil.jdbc.faults;

import java.util.concurrent.atomic.LongAdder;

/** Counts what writers and readers were told. */
final class Tally {
  final LongAdder acknowledged = new LongAdder();
  final LongAdder notStored = new LongAdder();
  final LongAdder inDoubt = new LongAdder();
  final LongAdder settled = new LongAdder();
  final LongAdder failedReads = new LongAdder();

  @Override
  public String toString() {
    return String.format(
        "%,d appends acknowledged, %,d not stored, %,d in doubt of which %,d were found stored by"
            + " their key; %,d reads failed",
        acknowledged.sum(), notStored.sum(), inDoubt.sum(), settled.sum(), failedReads.sum());
  }
}
