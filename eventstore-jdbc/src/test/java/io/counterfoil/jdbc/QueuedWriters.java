package io.counterfoil.jdbc;

import io.counterfoil.jdbc.CommitQueue.State;
import io.counterfoil.jdbc.CommitQueue.Ticket;
import io.counterfoil.jdbc.EncodedAppend.Places;
import io.counterfoil.store.Append;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;

/**
 * Threads that append through a queue to streams in memory, as small as a model checker wants it.
 * The streams have no lock of their own.
 */
final class QueuedWriters {
  private static final int WITHDRAWN = -1;
  private static final int STREAMS = 3;
  private static final long NEVER = Long.MAX_VALUE / 16;
  private static final List<EncodedAppend> APPENDS = appends();

  private final CommitQueue queue;
  private final boolean batchesFail;
  private final long[] heads = new long[STREAMS];
  private final boolean[] busy = new boolean[STREAMS];
  private final List<Thread> threads = new ArrayList<>();
  private final long[] told; // by each writer: the sum of its answers
  private final boolean[] withdrawn;
  private final boolean[] interrupted;
  private int flaws;

  private QueuedWriters(int places, boolean batchesFail, int writers) {
    this.queue = new CommitQueue(places, 8, 1, NEVER, NEVER, new StrictParking());
    this.batchesFail = batchesFail;
    this.told = new long[writers];
    this.withdrawn = new boolean[writers];
    this.interrupted = new boolean[writers];
  }

  /**
   * Starts the writers.
   *
   * @param places how many batches run at once
   * @param batchesFail whether what runs together is refused, so that each runs again by itself
   * @param streams of each writer, the streams that it appends to one after the other: "ab"
   */
  static QueuedWriters start(int places, boolean batchesFail, String... streams) {
    QueuedWriters writers = new QueuedWriters(places, batchesFail, streams.length);
    for (int number = 0; number < streams.length; number++) {
      int own = number;
      writers.threads.add(new Thread(() -> writers.write(own, streams[own])));
    }
    writers.threads.forEach(Thread::start);
    return writers;
  }

  QueuedWriters interrupt(int writer) {
    threads.get(writer).interrupt();
    return this;
  }

  /** Waits until all are done, and looks at what each was answered. */
  QueuedWriters join() {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    long answers = 0;
    long sequences = 0;
    for (int writer = 0; writer < told.length; writer++) {
      answers += told[writer];
      require(!withdrawn[writer] || interrupted[writer], "who withdrew stays interrupted");
    }
    for (long head : heads) {
      sequences += head * (head + 1) / 2;
    }
    require(answers == sequences, "each sequence is one writer's answer");
    require(flaws == 0, "a stream has one append under way");
    require(queue.length() == 0, "nobody is left in the queue");
    return this;
  }

  /** Counts what is stored in a stream. */
  long stored(char stream) {
    return heads[stream - 'a'];
  }

  boolean isWithdrawn(int writer) {
    return withdrawn[writer];
  }

  static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("not so: " + what);
    }
  }

  private void write(int writer, String streams) {
    for (int i = 0; i < streams.length(); i++) {
      long sequence = append(new Ticket(APPENDS.get(streams.charAt(i) - 'a')));
      withdrawn[writer] |= sequence == WITHDRAWN;
      told[writer] += Math.max(sequence, 0);
    }
    interrupted[writer] = Thread.interrupted();
  }

  /** Goes the way of {@link GroupCommit}. */
  private long append(Ticket ticket) {
    if (queue.enterAtOnce(ticket)) {
      return alone(ticket);
    }
    if (queue.await(ticket)) {
      return WITHDRAWN;
    }
    if (ticket.state() == State.LEADS) {
      List<Ticket> batch = new ArrayList<>();
      batch.add(ticket);
      queue.takeAlong(ticket, batch);
      if (batch.size() == 1) {
        return alone(ticket);
      }
      if (!batchesFail) {
        write(batch);
      }
      queue.leave(ticket, batchesFail ? List.of() : batch);
      queue.settle(batch);
    }
    if (ticket.fate().runsAgain()) {
      write(List.of(ticket));
      queue.leaveAlone(ticket);
    }
    return ticket.fate().places().orElseThrow().head();
  }

  private long alone(Ticket ticket) {
    write(List.of(ticket));
    queue.leave(ticket, List.of(ticket));
    return ticket.fate().places().orElseThrow().head();
  }

  private void write(List<Ticket> batch) {
    for (Ticket ticket : batch) {
      int stream = stream(ticket);
      flaws += busy[stream] ? 1 : 0;
      busy[stream] = true;
      heads[stream]++;
    }
    for (Ticket ticket : batch) {
      int stream = stream(ticket);
      ticket.meets(GroupCommit.Fate.stored(new Places(heads[stream], List.of())));
      busy[stream] = false;
    }
  }

  private static int stream(Ticket ticket) {
    return APPENDS.indexOf(ticket.append());
  }

  private static List<EncodedAppend> appends() {
    List<EncodedAppend> appends = new ArrayList<>();
    for (int stream = 0; stream < STREAMS; stream++) {
      StreamId id = Note.stream("s" + stream);
      appends.add(new EncodedAppend(Append.check(id, ExpectedVersion.any()), List.of()));
    }
    return List.copyOf(appends);
  }
}
