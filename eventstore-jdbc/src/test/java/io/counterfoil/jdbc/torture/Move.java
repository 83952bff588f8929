package io.counterfoil.jdbc.torture;

import java.util.Locale;

/**
 * One thing that is done in a schedule.
 *
 * @param who a letter for each writer, or the reader
 * @param act what it does
 * @param stream where to, for an append
 */
record Move(String who, Act act, String stream) {
  static final String READER = "reader";

  /** What a writer or the reader can do. */
  enum Act {
    WRITES_ELSEWHERE,
    APPENDS,
    SETS_A_SAVEPOINT,
    GOES_BACK_TO_THE_SAVEPOINT,
    IS_PREPARED,
    COMMITS,
    ROLLS_BACK,
    IS_KILLED,
    /** The reader's next statement, and no more. */
    TAKES_A_STEP,
    /** All that is left of the reader's poll. */
    POLLS
  }

  static Move appends(String who, String stream) {
    return new Move(who, Act.APPENDS, stream);
  }

  static Move of(String who, Act act) {
    return new Move(who, act, "");
  }

  static Move commits(String who) {
    return of(who, Act.COMMITS);
  }

  static Move rollsBack(String who) {
    return of(who, Act.ROLLS_BACK);
  }

  static Move polls() {
    return of(READER, Act.POLLS);
  }

  static Move steps() {
    return of(READER, Act.TAKES_A_STEP);
  }

  boolean isReaders() {
    return who.equals(READER);
  }

  /** Says it as a sentence. */
  @Override
  public String toString() {
    String what = who + " " + act.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return stream.isEmpty() ? what : what + " to " + stream;
  }
}
