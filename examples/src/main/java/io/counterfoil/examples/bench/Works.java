package io.counterfoil.examples.bench;

import static io.counterfoil.examples.bench.AppendWork.Floor.BATCHING;
import static io.counterfoil.examples.bench.AppendWork.Floor.OURS_WITHOUT_KEY;
import static io.counterfoil.examples.bench.AppendWork.Floor.PLAIN;
import static io.counterfoil.examples.bench.PayloadWork.Direction.APPEND;
import static io.counterfoil.examples.bench.PayloadWork.Direction.READ;

import io.counterfoil.examples.bench.memory.AppendBenchmark;
import io.counterfoil.examples.bench.memory.ReplayBenchmark;
import java.util.List;

/** Names all works, in the order in which they run. */
final class Works {
  private static final WindowWork ONE_JVM = WindowWork.inOneJvm();
  private static final WindowWork TWO_JVMS = WindowWork.acrossJvms();

  private Works() {}

  static final List<Work> ALL =
      List.of(
          new Work(
              "append-1-thread-per-s",
              "appends of 1 event, 1 thread; floor: plain",
              AppendWork.rate(1, PLAIN)),
          new Work(
              "append-16-threads-1000-streams-per-s",
              "appends of 1 event, 16 threads, 1,000 streams; floor: plain",
              AppendWork.rate(16, PLAIN)),
          new Work(
              "append-16-threads-vs-batching-per-s",
              "the same; floor: batching",
              AppendWork.rate(16, BATCHING)),
          new Work(
              "append-128-threads-1000-streams-per-s",
              "appends of 1 event, 128 threads, 1,000 streams; floor: plain",
              AppendWork.rate(128, PLAIN)),
          new Work(
              "append-128-threads-vs-batching-per-s",
              "the same; floor: batching",
              AppendWork.rate(128, BATCHING)),
          new Work(
              "append-128-threads-p99-ms",
              "how long 99 of 100 such appends take at most; floor: plain",
              new AppendWork(128, 1, PLAIN, Load::p99Millis)),
          new Work(
              "append-10-events-16-threads-per-s",
              "appends of 10 events, 16 threads, 1,000 streams; floor: plain",
              new AppendWork(16, 10, PLAIN, Load::perSecond)),
          new Work(
              "append-keyed-16-threads-per-s",
              "appends of 1 event under a key, 16 threads; floor: ours without a key",
              AppendWork.rate(16, OURS_WITHOUT_KEY)),
          new Work(
              "load-100-events-per-s",
              "states folded from 100 events, 1 thread; floor: select, decode, fold",
              new LoadWork()),
          new Work(
              "load-10000-with-snapshot-per-s",
              "states of 10,000 events folded from a snapshot and 50 events, 1 thread; floor:"
                  + " two selects, decode, fold",
              new SnapshotLoadWork()),
          new Work(
              "replay-1000000-events-per-s",
              "events of the whole log, decoded, -Xmx256m; 200,000 of them unless --full; floor:"
                  + " a cursor, decoded by the thread that reads",
              new ReplayWork()),
          new Work(
              "import-events-per-s",
              "events of an export, from a file into empty tables; floor: one insert in batches of"
                  + " the driver's",
              new ImportWork()),
          new Work(
              "payload-json-append-per-s",
              "events appended, 100 at once, 1 thread, payloads as text; floor: as json",
              new PayloadWork("json", APPEND)),
          new Work(
              "payload-json-read-per-s",
              "events loaded, decoded and folded, payloads as text; floor: as json",
              new PayloadWork("json", READ)),
          new Work(
              "payload-jsonb-append-per-s",
              "events appended as above; floor: payloads as jsonb",
              new PayloadWork("jsonb", APPEND)),
          new Work(
              "payload-jsonb-read-per-s",
              "events loaded as above; floor: payloads as jsonb",
              new PayloadWork("jsonb", READ)),
          new Work(
              "visible-p50-ms",
              "from an append until a reader in the same JVM has its event, at 1,000 appends/s",
              new VisibleWork(Load::p50Millis)),
          new Work(
              "visible-p99-ms",
              "the same, for 99 of 100 events at most",
              new VisibleWork(Load::p99Millis)),
          new Work(
              "window-p50-ms",
              "from when an append is due until its row is seen in balance_view, at 1,000"
                  + " appends/s, in one JVM; floor: a loop that polls every 10 ms",
              ONE_JVM.told(Load::p50Millis)),
          new Work(
              "window-p99-ms",
              "the same, for 99 of 100 events at most",
              ONE_JVM.told(Load::p99Millis)),
          new Work(
              "window-p999-ms",
              "the same, for 999 of 1,000 events at most",
              ONE_JVM.told(Load::p999Millis)),
          new Work(
              "window-across-p50-ms",
              "as above, with runner and floor in another JVM than the appends",
              TWO_JVMS.told(Load::p50Millis)),
          new Work(
              "window-across-p99-ms",
              "the same, for 99 of 100 events at most",
              TWO_JVMS.told(Load::p99Millis)),
          new Work(
              "window-across-p999-ms",
              "the same, for 999 of 1,000 events at most",
              TWO_JVMS.told(Load::p999Millis)),
          new Work(
              "command-cycle-1-thread-per-s",
              "commands on accounts of 50 events, 1 thread; floor: select, decode, fold, insert",
              new CommandCycleWork(1, false)),
          new Work(
              "command-cycle-cached-1-thread-per-s",
              "the same with a state cache; the floor has none",
              new CommandCycleWork(1, true)),
          new Work(
              "command-cycle-cached-16-threads-per-s",
              "the same with 16 threads",
              new CommandCycleWork(16, true)),
          new Work(
              "dispatch-without-store-per-s",
              "commands on a store that keeps nothing, 1 thread; floor: fold, decide, append",
              DispatchWork.rate()),
          new Work(
              "dispatch-without-store-bytes",
              "bytes that such a command allocates; floor: as above",
              DispatchWork.allocation()),
          new Work(
              "memory-append-1-thread-per-s",
              "appends of 1 event in memory, 1 thread; floor: a map of lists of objects",
              new MemoryWork(AppendBenchmark.class, 1)),
          new Work(
              "memory-append-16-threads-per-s",
              "the same with 16 threads",
              new MemoryWork(AppendBenchmark.class, 16)),
          new Work(
              "memory-replay-per-s",
              "events of the whole log in memory; floor: the list of objects",
              new MemoryWork(ReplayBenchmark.class, 1)),
          new Work(
              "fixture-tests-per-s",
              "given three events, when, then, with all unasked checks, 1 thread; 10,000 of them in"
                  + " 5 s are 2,000",
              new FixtureWork()));

  static List<String> names() {
    return ALL.stream().map(Work::name).toList();
  }
}
