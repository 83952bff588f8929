package io.counterfoil.command;

import io.counterfoil.Aggregate;
import java.util.List;
import java.util.Objects;

/** Shows a command to an interceptor, and lets it go on. Immutable, for one dispatch. */
public final class InterceptedCommand {
  private final List<CommandInterceptor> interceptors;
  private final int next;
  private final CommandLoop loop;
  private final Aggregate<?, ?, ?> aggregate;
  private final Object command;
  private final DispatchOptions options;

  InterceptedCommand(
      List<CommandInterceptor> interceptors,
      int next,
      CommandLoop loop,
      Aggregate<?, ?, ?> aggregate,
      Object command,
      DispatchOptions options) {
    this.interceptors = interceptors;
    this.next = next;
    this.loop = loop;
    this.aggregate = aggregate;
    this.command = command;
    this.options = options;
  }

  /**
   * Returns the command as it was dispatched; its validators have not run yet.
   *
   * @return the command
   */
  public Object command() {
    return command;
  }

  /**
   * Returns its key, ids and headers, as the interceptors before have left them. The command id and
   * the correlation id are always set.
   *
   * @return the options
   */
  public DispatchOptions options() {
    return options;
  }

  /**
   * Returns the type of the aggregate that the command is for.
   *
   * @return the aggregate type
   */
  public String aggregateType() {
    return aggregate.type();
  }

  /**
   * Asks the command which aggregate it is for.
   *
   * @return the aggregate id
   * @throws RuntimeException what a command throws that has no such id, since nobody has validated
   *     it yet
   */
  public String aggregateId() {
    return idOf(aggregate);
  }

  private <C> String idOf(Aggregate<C, ?, ?> own) {
    return own.aggregateId(own.commandFamily().cast(command));
  }

  /**
   * Lets the command go on as it is.
   *
   * @return what it did
   * @throws RuntimeException what {@link CommandBus#dispatch(Object, DispatchOptions)} throws
   */
  public CommandResult proceed() {
    return proceed(options);
  }

  /**
   * Lets the command go on with other options, such as a further header. Called a second time, it
   * dispatches the command a second time, to no effect where there is a key.
   *
   * @param changed its key, ids and headers from here on
   * @return what it did
   * @throws RuntimeException what {@link CommandBus#dispatch(Object, DispatchOptions)} throws
   */
  public CommandResult proceed(DispatchOptions changed) {
    Objects.requireNonNull(changed, "changed");
    if (next == interceptors.size()) {
      return loop.dispatch(aggregate, command, changed);
    }
    CommandInterceptor interceptor = interceptors.get(next);
    return Objects.requireNonNull(
        interceptor.around(
            new InterceptedCommand(interceptors, next + 1, loop, aggregate, command, changed)),
        () -> "the interceptor " + interceptor.getClass().getName() + " returned null");
  }
}
