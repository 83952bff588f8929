package io.counterfoil.examples.bank.progress;

/** Is told how far a long command is. Thread-safe. */
public interface Progress extends AutoCloseable {

  /** Shows nothing. */
  Progress NONE =
      new Progress() {
        @Override
        public void step() {}

        @Override
        public void at(long done, long total) {}

        @Override
        public void estimate(long size, long read) {}

        @Override
        public void close() {}
      };

  /** Says that one more is done. */
  void step();

  /**
   * Says how far it is.
   *
   * @param done how much is done
   * @param total how much there is to do
   */
  void at(long done, long total);

  /**
   * Estimates how much there is to do from how much of a file was read for what is done.
   *
   * @param size the file's length in bytes, 0 if unknown
   * @param read how many bytes were read
   */
  void estimate(long size, long read);

  /** Ends the display. */
  @Override
  void close();
}
