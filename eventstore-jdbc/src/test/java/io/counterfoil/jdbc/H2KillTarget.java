package io.counterfoil.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.store.Append;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StreamId;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The process that is killed: appends for ever, and says what was stored. */
final class H2KillTarget {
  static final int THREADS = 4;

  private H2KillTarget() {}

  static Append append(int thread, int number) {
    return Note.written(Note.stream(thread + "-" + number % 50), 1 + number % 3)
        .withKey(new CommandKey("key-" + number, "fingerprint"));
  }

  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    @SuppressWarnings("resource") // until it is killed
    HikariDataSource pool = new TestDatabase(arguments[0], "sa", "").pool(THREADS + 2);
    EventStore store = JdbcEventStore.on(pool, Note.TYPES);
    JdbcSnapshotStore snapshots = JdbcSnapshotStore.on(pool);
    for (int thread = 0; thread < THREADS; thread++) {
      int own = thread;
      new Thread(() -> appendForEver(store, snapshots, own, out)).start();
    }
  }

  private static void appendForEver(
      EventStore store, JdbcSnapshotStore snapshots, int thread, PrintStream out) {
    for (int i = 0; ; i++) {
      StreamId stream = append(thread, i).stream();
      long sequence = store.append(append(thread, i)).lastSequence();
      if (i % 5 == 0) {
        snapshots.save(new Snapshot(stream, 1, sequence, UUID.randomUUID(), "{}"));
      }
      out.println(thread + " " + i + " .");
    }
  }
}
