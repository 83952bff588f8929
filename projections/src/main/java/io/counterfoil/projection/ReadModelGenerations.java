package io.counterfoil.projection;

import io.counterfoil.projection.Generations.Generation;
import java.util.List;

/**
 * Holds the fillings of a read model: the one that readers see, one that is being built beside it,
 * and those that have served. Thread-safe; every method asks the database, on the caller's thread.
 */
public final class ReadModelGenerations {
  private final Projection projection;
  private final ReadModel readModel;

  ReadModelGenerations(Projection projection, ReadModel readModel) {
    this.projection = projection;
    this.readModel = readModel;
  }

  /**
   * Lists the generations of all versions.
   *
   * @return the generations, the oldest first
   * @throws IllegalStateException if the read model has none
   * @throws ProjectionException if the database failed
   */
  public List<Generation> list() {
    return done(() -> generations().list());
  }

  /**
   * Removes a generation that has served, with its rows.
   *
   * @param version its version
   * @param generation its number
   * @throws RebuildRefused if it is live, or being built, or unknown
   * @throws IllegalStateException if the read model has none
   * @throws ProjectionException if the database failed
   */
  public void drop(int version, int generation) {
    done(
        () -> {
          generations().drop(version, generation);
          return projection;
        });
  }

  /**
   * Removes all generations that have served.
   *
   * @return those that were removed
   * @throws IllegalStateException if the read model has none
   * @throws ProjectionException if the database failed
   */
  public List<Generation> dropRetired() {
    List<Generation> retired =
        list().stream()
            .filter(generation -> generation.role() == Generations.Role.RETIRED)
            .toList();
    retired.forEach(old -> drop(old.checkpoint().version(), old.checkpoint().generation()));
    return retired;
  }

  /**
   * Gives up the building of a generation, wherever it goes on, and removes what was built.
   *
   * @return whether one was being built
   * @throws IllegalStateException if the read model has none
   * @throws ProjectionException if the database failed
   */
  public boolean cancel() {
    return done(() -> generations().cancel());
  }

  private Generations generations() throws Exception {
    Generations found =
        readModel
            .generations()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the read model of '"
                            + projection.name()
                            + "' is rebuilt in its place and has no generations"));
    readModel.setUp();
    return found;
  }

  private <T> T done(Call<T> call) {
    try {
      return call.now();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ProjectionException(
          "the generations of '" + projection.name() + "' could not be read or changed", e);
    }
  }

  /**
   * Calls the database.
   *
   * @param <T> what comes of it
   */
  private interface Call<T> {
    T now() throws Exception;
  }
}
