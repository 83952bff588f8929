package io.counterfoil.jdbc.properties;

import io.counterfoil.CommandContext;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.jdbc.properties.Till.TillCommand;
import io.counterfoil.store.RecordedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What became of a command: its events, or its "no" with its data. A bus answers, and so does a
 * state alone, which is the oracle.
 */
record Oracle(List<? extends Event> events, Optional<Map<String, Object>> rejection) {
  private static final Metadata SOMETIME = Metadata.at(Instant.EPOCH);

  /** Lets a state decide, without any bus or store. */
  static Oracle of(Till till, TillCommand command) {
    try {
      CommandContext context = new CommandContext(command.till(), 0, SOMETIME, Optional.empty());
      return new Oracle(Till.TILL.decide(command, till, context), Optional.empty());
    } catch (CommandRejected rejected) {
      return new Oracle(List.of(), Optional.of(rejected.data()));
    }
  }

  /** Lets a bus decide. */
  static Oracle of(CommandBus bus, TillCommand command) {
    return of(bus, command, result -> {});
  }

  /** Lets a bus decide, and hands on the result if it is no "no". */
  static Oracle of(CommandBus bus, TillCommand command, Consumer<CommandResult> accepted) {
    try {
      CommandResult result = bus.dispatch(command);
      accepted.accept(result);
      return new Oracle(
          result.events().stream().map(RecordedEvent::payload).toList(), Optional.empty());
    } catch (CommandRejected rejected) {
      return new Oracle(List.of(), Optional.of(rejected.data()));
    }
  }
}
