package io.counterfoil.examples.bench;

import io.counterfoil.Metadata;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bench.floor.BatchingWriter;
import io.counterfoil.examples.bench.floor.PlainAppend;
import io.counterfoil.store.Append;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.ToDoubleFunction;

/**
 * Threads append events to streams of their own, each at the exact sequence it expects.
 *
 * @param threads how many
 * @param events how many events each append has
 * @param floor what ours is compared with
 * @param figure what is told of a round
 */
record AppendWork(int threads, int events, Floor floor, ToDoubleFunction<Load> figure)
    implements Work.Measurement {
  private static final int BATCHES_AT_ONCE = 2;
  private static final String FINGERPRINT = "f".repeat(64); // as long as that of a command

  enum Floor {
    /** One insert per append, a connection for each thread. */
    PLAIN,
    /** A queue, and a writer for each of a few connections. */
    BATCHING,
    /** Ours, without a key: so ours itself has one. */
    OURS_WITHOUT_KEY
  }

  static AppendWork rate(int threads, Floor floor) {
    return new AppendWork(threads, 1, floor, Load::perSecond);
  }

  @Override
  public Figures in(Setting setting) throws Exception {
    try (Tables ourTables = Tables.ofOurs(setting.server());
        Tables floorTables = Tables.ofFloor(setting.server());
        Ours ours = Ours.on(ourTables, threads);
        Rival rival = rival(floorTables);
        Crew ourCrew = crew(setting, thread -> of(ours.store(), floor == Floor.OURS_WITHOUT_KEY));
        Crew floorCrew = crew(setting, rival::of)) {
      return Duel.between(ourCrew, floorCrew, setting);
    }
  }

  /** Appends to an account that is at a sequence. */
  private interface Appending {
    void append(String accountId, long expected, List<MoneyDeposited> events) throws Exception;
  }

  private interface Appendings {
    Appending of(int thread) throws Exception;
  }

  private Crew crew(Setting setting, Appendings appendings) throws Exception {
    return Crew.of(
        threads,
        figure,
        thread -> {
          Share share = new Share(setting.pace().streams(), threads, thread);
          Appending appending = appendings.of(thread);
          List<MoneyDeposited> deposits =
              Collections.nCopies(events, Accounts.deposit(Accounts.AMOUNT));
          return () -> {
            String account = share.next();
            appending.append(account, share.sequence(), deposits);
            share.moved(events);
          };
        });
  }

  private static Appending of(EventStore store, boolean keyed) {
    return (account, expected, deposits) -> {
      Append append =
          Append.of(
              new StreamId(Accounts.TYPE, account),
              ExpectedVersion.exactly(expected),
              deposits,
              Metadata.at(Instant.now()));
      store.append(
          keyed
              ? append.withKey(new CommandKey(UUID.randomUUID().toString(), FINGERPRINT))
              : append);
    };
  }

  /** A floor, and what it keeps open. */
  private interface Rival extends AutoCloseable {
    Appending of(int thread) throws Exception;

    @Override
    void close() throws SQLException;
  }

  private Rival rival(Tables tables) throws Exception {
    return switch (floor) {
      case PLAIN -> new Plain(tables, events);
      case BATCHING -> new Batching(tables);
      case OURS_WITHOUT_KEY -> new WithoutKey(Ours.on(tables, threads));
    };
  }

  private record Plain(Tables tables, int events, List<PlainAppend> open) implements Rival {
    Plain(Tables tables, int events) {
      this(tables, events, new ArrayList<>());
    }

    @Override
    public Appending of(int thread) throws Exception {
      PlainAppend append = new PlainAppend(tables.server().connect(), tables.events(), events);
      open.add(append);
      return append::append;
    }

    @Override
    public void close() throws SQLException {
      for (PlainAppend append : open) {
        append.close();
      }
    }
  }

  private record Batching(BatchingWriter writer) implements Rival {
    Batching(Tables tables) throws Exception {
      this(new BatchingWriter(connections(tables), tables.events()));
    }

    private static List<Connection> connections(Tables tables) throws Exception {
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < BATCHES_AT_ONCE; i++) {
        connections.add(tables.server().connect());
      }
      return connections;
    }

    @Override
    public Appending of(int thread) {
      return (account, expected, deposits) -> writer.append(account, expected, deposits.get(0));
    }

    @Override
    public void close() {
      writer.close();
    }
  }

  private record WithoutKey(Ours ours) implements Rival {
    @Override
    public Appending of(int thread) {
      return AppendWork.of(ours.store(), false);
    }

    @Override
    public void close() {
      ours.close();
    }
  }
}
