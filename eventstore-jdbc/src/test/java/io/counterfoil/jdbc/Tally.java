package io.counterfoil.jdbc;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.serialization.EventTypes;
import java.util.List;
import java.util.Map;

/** A small aggregate, for commands that take part in transactions: counts, up to a limit. */
record Tally(int total) {
  static final int LIMIT = 10;

  static final Aggregate<Add, Tally, Added> TALLY =
      Aggregate.named("tally", Added.class, new Tally(0))
          .on(Added.class, (tally, added) -> new Tally(tally.total() + added.number()))
          .identifiedBy(Add.class, Add::tally)
          .handle(Add.class, (command, tally) -> tally.add(command))
          .build();
  static final EventTypes TYPES = EventTypes.of(Added.class);

  record Added(int number) implements Event {}

  record Add(String tally, int number) {}

  private List<Added> add(Add command) {
    if (total + command.number() > LIMIT) {
      throw new TooMuch(total);
    }
    return command.number() == 0 ? List.of() : List.of(new Added(command.number()));
  }

  static final class TooMuch extends CommandRejected {
    private static final long serialVersionUID = 1L;

    TooMuch(int total) {
      super("too-much", "no more than " + LIMIT + " can be counted", Map.of("total", total));
    }
  }
}
