package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.StreamId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Appends: writes, and where that fails finds out why. What only lost a race although nothing
 * speaks against it is tried again, a bounded number of times.
 */
final class AppendOperation {
  /** Each lost race means that somebody else's append succeeded. */
  private static final int RACES = 200;

  /** A lock that is not granted in time costs seconds each time. */
  private static final int FAILURES = 10;

  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Database database;
  private final EventTypes types;
  private final Objections objections;
  private final AppendWriter writer;

  AppendOperation(Database database, EventTypes types, Objections objections, AppendWriter writer) {
    this.database = database;
    this.types = types;
    this.objections = objections;
    this.writer = writer;
  }

  List<AppendResult> append(List<Append> appends) {
    Append.requireApart(appends);
    return append(EncodedAppend.of(appends, types), false);
  }

  /**
   * Appends in transactions of its own.
   *
   * @param encoded what to append; not empty
   * @param refused whether it was tried together with others, and something spoke against it
   */
  List<AppendResult> append(List<EncodedAppend> encoded, boolean refused) {
    List<Append> appends = encoded.stream().map(EncodedAppend::append).toList();
    if (refused) {
      explain(appends);
    }
    int races = 0;
    int failures = 0;
    while (true) {
      @Nullable SQLException refusal = null;
      try {
        Optional<List<EncodedAppend.Places>> places = writer.writeAll(encoded);
        if (places.isPresent()) {
          return EncodedAppend.storedAt(encoded, places.get(), types);
        }
      } catch (Database.CommitFailed e) {
        throw new AppendOutcomeUnknown(streams(appends), e);
      } catch (SQLException e) {
        refusal = e;
      }
      if (refusal == null || database.dialect().isUniqueViolation(refusal)) {
        explain(appends);
        races++;
      } else if (database.dialect().isTransient(refusal)) {
        failures++;
      } else {
        throw failed(appends, refusal);
      }
      if (races > RACES || failures > FAILURES) {
        throw gaveUp(appends, races, failures, refusal);
      }
      pause(races + failures);
    }
  }

  /** Asks in a snapshot that is newer than the refusal. */
  private void explain(List<Append> appends) {
    try {
      database.inAutoCommit(connection -> objections.raise(connection, appends));
      writer.requireSound();
    } catch (SQLException e) {
      throw failed(appends, e);
    }
  }

  static List<StreamId> streams(List<Append> appends) {
    return appends.stream().map(Append::stream).toList();
  }

  static EventStoreException failed(List<Append> appends, SQLException e) {
    return new EventStoreException(
        "events could not be appended to " + named(appends) + "; nothing was stored", e);
  }

  private static String named(List<Append> appends) {
    return appends.size() == 1 ? appends.get(0).stream().toString() : streams(appends).toString();
  }

  private static EventStoreException gaveUp(
      List<Append> appends, int races, int failures, @Nullable SQLException last) {
    return new EventStoreException(
        "events could not be appended to "
            + named(appends)
            + " in "
            + (races + failures)
            + " attempts: "
            + races
            + " times others came first, "
            + failures
            + " times a lock was not granted in time or the database gave the transaction up for"
            + " others; nothing was stored",
        last);
  }

  private static void pause(int attempts) {
    long most = Math.min(LONGEST_PAUSE_NANOS, TimeUnit.MICROSECONDS.toNanos(200) * attempts);
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most) + 1);
  }
}
