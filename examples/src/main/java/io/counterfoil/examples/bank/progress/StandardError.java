package io.counterfoil.examples.bank.progress;

import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;

/** Tells whether somebody looks at standard error. */
public final class StandardError {
  private StandardError() {}

  /**
   * Asks the operating system.
   *
   * @return true if it is a terminal; false if not, or if that cannot be found out
   */
  public static boolean isTerminal() {
    return new ExecTerminalProvider().isSystemStream(SystemStream.Error);
  }
}
