package io.counterfoil.examples.bank.progress;

import java.io.IOException;

/** Tells whether somebody looks at standard error. */
public final class StandardError {
  private StandardError() {}

  /**
   * Asks the shell's {@code test}, which gets the same standard error.
   *
   * @return true if it is a terminal; false if not, or if there is no {@code test}
   */
  public static boolean isTerminal() {
    try {
      return new ProcessBuilder("test", "-t", "2").inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false; // nobody can be asked: better no bar than one in a file
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
