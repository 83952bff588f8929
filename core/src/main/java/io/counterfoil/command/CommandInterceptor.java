package io.counterfoil.command;

/**
 * Stands around every dispatch of a bus: to ask whether the caller may, to log, to measure, to add
 * headers. It is called on the thread that dispatches, once for a command however often that is
 * decided, and before its validators; {@link InterceptedCommand#proceed()} calls the next
 * interceptor, and behind the last the bus itself.
 *
 * <p>The first that was registered is the outermost: it sees the command first, and its result or
 * exception last. Must be thread-safe.
 */
@FunctionalInterface
public interface CommandInterceptor {

  /**
   * Does what it is for, and lets the command go on, once, or throws instead.
   *
   * @param command the command, and what comes with it
   * @return what {@link InterceptedCommand#proceed()} answered; never null
   */
  CommandResult around(InterceptedCommand command);
}
