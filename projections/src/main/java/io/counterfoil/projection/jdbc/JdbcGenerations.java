package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.Batch;
import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointFenced;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.Generations;
import io.counterfoil.projection.RebuildRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the generations of a read model: a table and a checkpoint for each, and one row that says
 * which is live and which is being built. Whoever changes that row locks it first, then
 * checkpoints.
 */
final class JdbcGenerations implements Generations {
  /** After what time without a batch a rebuild counts as given up by its process. */
  private static final Duration ABANDONED = Duration.ofSeconds(30);

  /** How long a switch waits for readers, who would make all later ones wait. */
  private static final Duration SWITCH_WAITS = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(JdbcGenerations.class);

  private final ReadModelDatabase database;
  private final ReadModelTables tables;
  private final RowWriter rows;
  private final CheckpointId first;
  private final String name;

  JdbcGenerations(
      ReadModelDatabase database, ReadModelTables tables, RowWriter rows, CheckpointId first) {
    this.database = database;
    this.tables = tables;
    this.rows = rows;
    this.first = first;
    this.name = first.projection();
  }

  @Override
  public Generation assign() throws Exception {
    Generation assigned = database.inRepeatedTransaction(this::assigned);
    if (assigned.role() == Role.LIVE) {
      createTable(assigned.checkpoint());
      show(assigned.checkpoint());
    }
    return assigned;
  }

  /**
   * Creates the table of a generation, if it is absent. Where it was dropped behind our back, its
   * checkpoint goes back to zero first: the rows come again, and none is missing.
   */
  void createTable(CheckpointId id) throws SQLException {
    String table = ReadModelTables.of(id);
    if (!database.isThere(table)) {
      database.inRepeatedTransaction(
          connection -> {
            Optional<Checkpoint> stale = CheckpointTable.lock(connection, id);
            if (stale.isEmpty()
                || stale.get().position() == 0
                || Catalogue.has(connection, table)) {
              return false;
            }
            log.warn("the table {} is gone; it is filled anew", table);
            CheckpointTable.reset(connection, stale.get());
            return true;
          });
    }
    tables.create(id);
  }

  private Generation assigned(Connection connection) throws SQLException {
    Optional<LiveTable.Standing> known = LiveTable.lock(connection, name);
    LiveTable.Standing standing =
        known.isPresent() ? known.get() : LiveTable.insert(connection, first);
    CheckpointId live = standing.live();
    if (live.version() == first.version()) {
      return generation(connection, live, Role.LIVE);
    }
    int building = standing.next().map(CheckpointId::version).orElse(0);
    if (live.version() > first.version() || building > first.version()) {
      int newest = Math.max(1, newest(connection, standing));
      return generation(
          connection, new CheckpointId(name, first.version(), newest, 0), Role.RETIRED);
    }
    if (building == first.version()) {
      return generation(connection, standing.next().orElseThrow(), Role.BUILDING);
    }
    return generation(connection, build(connection, standing), Role.BUILDING);
  }

  /** Notes that the next generation of this version is built. */
  private CheckpointId build(Connection connection, LiveTable.Standing standing)
      throws SQLException {
    if (standing.next().isPresent()) { // whoever builds an older version is to stop
      CheckpointTable.handOver(connection, standing.next().get(), "");
    }
    CheckpointId next = following(connection, standing);
    LiveTable.update(connection, standing.building(Optional.of(next)));
    return next;
  }

  private CheckpointId following(Connection connection, LiveTable.Standing standing)
      throws SQLException {
    return new CheckpointId(name, first.version(), newest(connection, standing) + 1, 0);
  }

  /** The highest generation of this version that there is, claimed or not; 0 if there is none. */
  private int newest(Connection connection, LiveTable.Standing standing) throws SQLException {
    Stream<CheckpointId> claimed =
        CheckpointTable.all(connection, name).stream().map(Checkpoint::id);
    Stream<CheckpointId> noted =
        Stream.concat(Stream.of(standing.live()), standing.next().stream());
    return Stream.concat(claimed, noted)
        .filter(known -> known.version() == first.version())
        .mapToInt(CheckpointId::generation)
        .max()
        .orElse(0);
  }

  /**
   * Claims a checkpoint, unless its generation is retired: whoever found it live may be late.
   *
   * @throws CheckpointFenced if it is
   */
  Checkpoint claim(CheckpointId id, String owner) throws SQLException {
    return database.inRepeatedTransaction(
        connection -> {
          if (role(id, LiveTable.lock(connection, name)) == Role.RETIRED) {
            throw new CheckpointFenced(new Checkpoint(id, 0, 1, owner));
          }
          return CheckpointTable.claim(connection, id, owner);
        });
  }

  /** Lets the view show what is live, unless it does: a process may have ended in between. */
  private void show(CheckpointId live) throws SQLException {
    database.inStubbornTransaction(
        connection -> {
          LiveTable.Standing standing = LiveTable.lock(connection, name).orElseThrow();
          boolean shown =
              standing.shown().equals(Optional.of(live)) && Catalogue.has(connection, name);
          if (standing.live().equals(live) && !shown) {
            tables.show(connection, live); // where that commits, the lock has gone with it
            LiveTable.shown(connection, live);
          }
          return live;
        });
  }

  @Override
  public Generation begin(String owner) throws Exception {
    if (assign().role() == Role.RETIRED) {
      throw new RebuildRefused(
          name,
          "the projection '"
              + name
              + "' is not rebuilt in version "
              + first.version()
              + ": a newer version has taken its place, or is being built");
    }
    return database.inRepeatedTransaction(
        connection -> {
          LiveTable.Standing standing = LiveTable.lock(connection, name).orElseThrow();
          boolean none = standing.next().isEmpty();
          CheckpointId next = none ? build(connection, standing) : standing.next().get();
          if (!none) {
            requireAbandoned(connection, next, owner);
          }
          CheckpointTable.claim(connection, next, owner); // whoever comes next is refused
          return generation(connection, next, Role.BUILDING);
        });
  }

  @Override
  public void release(CheckpointId building, String owner) throws Exception {
    database.inRepeatedTransaction(
        connection -> {
          Optional<LiveTable.Standing> standing = LiveTable.lock(connection, name);
          Optional<Checkpoint> claimed = CheckpointTable.find(connection, building);
          return role(building, standing) == Role.BUILDING
              && claimed.map(Checkpoint::owner).equals(Optional.of(owner))
              && CheckpointTable.handOver(connection, building, "");
        });
  }

  private void requireAbandoned(Connection connection, CheckpointId next, String owner)
      throws SQLException {
    if (next.version() != first.version()) {
      throw new RebuildRefused(
          name,
          "the projection '"
              + name
              + "' is not rebuilt in version "
              + first.version()
              + ": version "
              + next.version()
              + " is being built. Wait for it, or give it up first by cancel()");
    }
    Optional<Checkpoint> claimed = CheckpointTable.find(connection, next);
    long age = System.currentTimeMillis() - CheckpointTable.updatedAt(connection, next);
    if (claimed.isPresent()
        && !claimed.get().owner().equals(owner)
        && !claimed.get().owner().isEmpty()
        && age < ABANDONED.toMillis()) {
      throw new RebuildRefused(
          name,
          "the projection '"
              + name
              + "' is being rebuilt already, by "
              + claimed.get().owner()
              + ", which was at position "
              + claimed.get().position()
              + " "
              + age
              + " ms ago. Wait for it; if that process has ended, ask again after "
              + ABANDONED.toSeconds()
              + " s");
    }
  }

  @Override
  public OptionalLong livePosition() throws Exception {
    return database.inTransaction(
        connection -> {
          Optional<LiveTable.Standing> standing = LiveTable.find(connection, name);
          if (standing.isEmpty()) {
            return OptionalLong.empty();
          }
          return position(connection, standing.get().live());
        });
  }

  private static OptionalLong position(Connection connection, CheckpointId id) throws SQLException {
    Optional<Checkpoint> found = CheckpointTable.find(connection, id);
    return found.isPresent() ? OptionalLong.of(found.get().position()) : OptionalLong.empty();
  }

  @Override
  public Checkpoint takeOver(Checkpoint held, LogSlice log) throws Exception {
    Checkpoint live =
        database.inBoundedTransaction(
            connection -> {
              Checkpoint moved = moveTo(connection, held, log);
              if (database.dialect().hasTransactionalDdl()) {
                tables.show(connection, held.id());
              }
              return moved;
            });
    show(held.id()); // where the view could not be part of the transaction
    return live;
  }

  private Checkpoint moveTo(Connection connection, Checkpoint held, LogSlice log)
      throws SQLException {
    boundWaiting(connection);
    LiveTable.Standing standing =
        LiveTable.lock(connection, name)
            .filter(known -> known.next().equals(Optional.of(held.id())))
            .orElseThrow(() -> new CheckpointFenced(held));
    Optional<Checkpoint> old = CheckpointTable.lock(connection, standing.live());
    long to = old.map(Checkpoint::position).orElse(held.position()); // nobody may have claimed it
    Batch rest = log.between(held.position(), to);
    Checkpoint moved = rows.apply(connection, held, rest);
    CheckpointTable.handOver(connection, standing.live(), "");
    boolean shown = database.dialect().hasTransactionalDdl();
    LiveTable.update(
        connection,
        new LiveTable.Standing(
            held.id(), shown ? Optional.of(held.id()) : standing.shown(), Optional.empty()));
    return moved;
  }

  /** Whoever waits for a table keeps others waiting, too: all who look up what is live. */
  private void boundWaiting(Connection connection) throws SQLException {
    Optional<String> patience = database.dialect().waitsForLocks(SWITCH_WAITS);
    if (patience.isPresent()) {
      try (Statement bound = connection.createStatement()) {
        bound.execute(patience.get());
      }
    }
  }

  @Override
  public List<Generation> list() throws Exception {
    return database.inTransaction(
        connection -> {
          Optional<LiveTable.Standing> standing = LiveTable.find(connection, name);
          return CheckpointTable.all(connection, name).stream()
              .map(
                  known ->
                      new Generation(
                          known.id(),
                          role(known.id(), standing),
                          known.position(),
                          ReadModelTables.of(known.id())))
              .toList();
        });
  }

  private static Role role(CheckpointId id, Optional<LiveTable.Standing> standing) {
    if (standing.isPresent() && standing.get().live().equals(id)) {
      return Role.LIVE;
    }
    boolean next = standing.flatMap(LiveTable.Standing::next).equals(Optional.of(id));
    return next ? Role.BUILDING : Role.RETIRED;
  }

  /** In two steps: whoever builds it has its rows locked, and ends when it is refused a batch. */
  @Override
  public boolean cancel() throws Exception {
    Optional<CheckpointId> given =
        database.inRepeatedTransaction(
            connection -> {
              Optional<LiveTable.Standing> standing = LiveTable.lock(connection, name);
              Optional<CheckpointId> next = standing.flatMap(LiveTable.Standing::next);
              if (next.isPresent()) {
                LiveTable.update(connection, standing.get().building(Optional.empty()));
              }
              return next;
            });
    if (given.isPresent()) {
      database.inRepeatedTransaction(connection -> remove(connection, given.get()));
    }
    return given.isPresent();
  }

  @Override
  public void drop(int version, int generation) throws Exception {
    CheckpointId id = new CheckpointId(name, version, generation, 0);
    database.inRepeatedTransaction(
        connection -> {
          Role role = role(id, LiveTable.lock(connection, name));
          if (role != Role.RETIRED) {
            throw new RebuildRefused(
                name,
                id
                    + " is not dropped: "
                    + (role == Role.LIVE
                        ? "readers see it. Let another one take its place first"
                        : "it is being built. Give it up by cancel()"));
          }
          if (CheckpointTable.find(connection, id).isEmpty()) {
            throw new RebuildRefused(name, "there is no " + id + " to drop");
          }
          return remove(connection, id);
        });
  }

  private boolean remove(Connection connection, CheckpointId id) throws SQLException {
    boundWaiting(connection);
    CheckpointTable.delete(connection, id);
    tables.drop(connection, id);
    return true;
  }

  private Generation generation(Connection connection, CheckpointId id, Role role)
      throws SQLException {
    return new Generation(id, role, position(connection, id).orElse(0), ReadModelTables.of(id));
  }
}
