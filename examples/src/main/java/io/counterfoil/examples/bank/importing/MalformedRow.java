package io.counterfoil.examples.bank.importing;

/** Says that a row of a file is not what it should be, and on which line. */
public final class MalformedRow extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long line;

  /**
   * Says what is wrong.
   *
   * @param line the line that the row begins at, 1 or more
   * @param message what is wrong with it
   */
  public MalformedRow(long line, String message) {
    super(message);
    this.line = line;
  }

  /**
   * Returns the line.
   *
   * @return the line that the row begins at, 1 or more
   */
  public long line() {
    return line;
  }
}
