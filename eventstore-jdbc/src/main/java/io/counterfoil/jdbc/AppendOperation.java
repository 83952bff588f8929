package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventStoreException;
import java.sql.SQLException;
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

  AppendResult append(Append append) {
    EncodedAppend encoded = EncodedAppend.of(append, types);
    int races = 0;
    int failures = 0;
    while (true) {
      @Nullable SQLException refusal = null;
      try {
        Optional<EncodedAppend.Places> places = writer.write(encoded);
        if (places.isPresent()) {
          return encoded.storedAt(places.get(), types);
        }
      } catch (Database.CommitFailed e) {
        throw new AppendOutcomeUnknown(append.stream(), e);
      } catch (SQLException e) {
        refusal = e;
      }
      if (refusal == null || database.dialect().isUniqueViolation(refusal)) {
        explain(append);
        races++;
      } else if (database.dialect().isTransient(refusal)) {
        failures++;
      } else {
        throw failed(append, refusal);
      }
      if (races > RACES || failures > FAILURES) {
        throw gaveUp(append, races, failures, refusal);
      }
      pause(races + failures);
    }
  }

  /** Asks in a snapshot that is newer than the refusal. */
  private void explain(Append append) {
    try {
      database.inAutoCommit(connection -> objections.raise(connection, append));
      writer.requireSound();
    } catch (SQLException e) {
      throw failed(append, e);
    }
  }

  private static EventStoreException failed(Append append, SQLException e) {
    return new EventStoreException(
        "events could not be appended to " + append.stream() + "; nothing was stored", e);
  }

  private static EventStoreException gaveUp(
      Append append, int races, int failures, @Nullable SQLException last) {
    return new EventStoreException(
        "events could not be appended to "
            + append.stream()
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
