package io.counterfoil.projection;

import java.util.List;
import java.util.OptionalLong;

/**
 * Knows the fillings of one read model: the one that serves readers, the one that is being built
 * beside it, and those that have served. Part of what whoever writes a read model implements.
 * Thread-safe; may block.
 */
public interface Generations {

  /** Says what a generation is there for. */
  enum Role {
    /** Readers see it. */
    LIVE,
    /** It is filled beside the one that readers see, and will take its place. */
    BUILDING,
    /**
     * Another one has taken its place, or its building was given up; nobody keeps it up to date.
     */
    RETIRED
  }

  /**
   * Describes a generation. Immutable.
   *
   * @param checkpoint names it
   * @param role what it is there for
   * @param position all events up to here are applied
   * @param place where its rows are, such as the name of a table
   */
  record Generation(CheckpointId checkpoint, Role role, long position, String place) {

    /**
     * Gives it another role.
     *
     * @param other what it is there for
     * @return a copy in that role
     */
    public Generation as(Role other) {
      return new Generation(checkpoint, other, position, place);
    }
  }

  /**
   * Finds what a version of the projection is to work on, and notes it: the live generation if it
   * is of that version or if there is none yet; else a generation to be built, if the version is
   * higher than the live one; else its retired one.
   *
   * @return the generation of this version
   * @throws Exception if it could not
   */
  Generation assign() throws Exception;

  /**
   * Begins to build the next generation of this version, or goes on with one that nobody builds any
   * more.
   *
   * @param owner who builds
   * @return the generation to build; it may be begun already
   * @throws RebuildRefused if another one is being built
   * @throws Exception if it could not
   */
  Generation begin(String owner) throws Exception;

  /**
   * Lets anybody go on at once with a generation that its owner builds no further.
   *
   * @param building which
   * @param owner who has built it so far; nothing is done if another one does now
   * @throws Exception if it could not
   */
  void release(CheckpointId building, String owner) throws Exception;

  /**
   * Tells how far the live generation has come.
   *
   * @return its position; empty if there is none
   * @throws Exception if it could not
   */
  OptionalLong livePosition() throws Exception;

  /**
   * Brings a generation that is being built to exactly where the live one stands, and lets readers
   * see it from then on: in one step, in which the live one does not move. Events up to that
   * position have had their effect on the old one, later ones have it on the new one.
   *
   * @param held the checkpoint of the generation that is being built
   * @param log reads the events in between
   * @return its checkpoint, where it is live now
   * @throws CheckpointFenced if somebody else has claimed it since, or its building was given up
   * @throws Exception if it could not, for example as a reader did not let go in time; nothing has
   *     changed
   */
  Checkpoint takeOver(Checkpoint held, LogSlice log) throws Exception;

  /**
   * Lists the generations of all versions.
   *
   * @return the generations, the oldest version first
   * @throws Exception if it could not
   */
  List<Generation> list() throws Exception;

  /**
   * Gives up the building of a generation, and removes what was built. Does nothing if none is
   * being built.
   *
   * @return whether one was being built
   * @throws Exception if it could not
   */
  boolean cancel() throws Exception;

  /**
   * Removes a retired generation with its rows, its checkpoint and what it has parked.
   *
   * @param version its version
   * @param generation its number
   * @throws RebuildRefused if it is live, or being built, or unknown
   * @throws Exception if it could not
   */
  void drop(int version, int generation) throws Exception;

  /** Reads a part of the log. */
  @FunctionalInterface
  interface LogSlice {

    /**
     * Reads.
     *
     * @param from the position before the part
     * @param to the last position of the part
     * @return all events in between that the projection wants
     */
    Batch between(long from, long to);
  }
}
