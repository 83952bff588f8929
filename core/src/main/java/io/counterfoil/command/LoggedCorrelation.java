package io.counterfoil.command;

import io.counterfoil.Metadata;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Lets every line that this thread logs name the conversation that it is about: while it is open,
 * the correlation id stands in SLF4J's MDC under {@value #KEY}. What stood there before is put back
 * when it is closed, by the same thread.
 *
 * <p>A {@link CommandBus} opens one for each command, and a projection's runner for each event that
 * a handler is given; whoever handles events otherwise opens one as well. Without a correlation id,
 * nothing stands there meanwhile.
 */
public final class LoggedCorrelation implements AutoCloseable {

  /** The name of the entry in the MDC. */
  public static final String KEY = "correlationId";

  private final @Nullable String before;

  static LoggedCorrelation of(DispatchOptions options) {
    return new LoggedCorrelation(options.correlationId());
  }

  private LoggedCorrelation(Optional<String> correlationId) {
    this.before = MDC.get(KEY);
    set(correlationId.orElse(null));
  }

  /**
   * Opens one.
   *
   * @param metadata of the event, or of the events that a command will cause
   * @return what to close on the same thread, best in a {@code try} with resources
   */
  public static LoggedCorrelation of(Metadata metadata) {
    return new LoggedCorrelation(metadata.correlationId());
  }

  @Override
  public void close() {
    set(before);
  }

  private static void set(@Nullable String id) {
    if (id == null) {
      MDC.remove(KEY);
    } else {
      MDC.put(KEY, id);
    }
  }
}
