package io.counterfoil.transfer;

/**
 * Says that an import has ended since its file is damaged, or does not fit the store. What stood
 * before the line may be stored already; when the file is mended, the same import goes on from
 * there.
 */
public final class ImportRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long line;
  private final String reason;

  /**
   * Says where, and why.
   *
   * @param line the number of the line, 1 for the first
   * @param reason what is wrong with it; shows nothing of a payload
   */
  public ImportRefused(long line, String reason) {
    super("line " + line + ": " + reason);
    this.line = line;
    this.reason = reason;
  }

  /**
   * Returns where it ended.
   *
   * @return the number of the line, 1 for the first
   */
  public long line() {
    return line;
  }

  /**
   * Returns why it ended.
   *
   * @return what is wrong with the line
   */
  public String reason() {
    return reason;
  }
}
