package io.counterfoil.jdbc.properties;

import io.counterfoil.jdbc.properties.Till.TillCommand;
import io.counterfoil.jdbc.properties.Till.TillCommand.Hold;
import io.counterfoil.jdbc.properties.Till.TillCommand.Look;
import io.counterfoil.jdbc.properties.Till.TillCommand.Put;
import io.counterfoil.jdbc.properties.Till.TillCommand.Release;
import io.counterfoil.jdbc.properties.Till.TillCommand.Take;
import io.counterfoil.jdbc.properties.Till.TillEvent;
import io.counterfoil.store.RecordedEvent;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Makes random commands for tills, and folds what came of them. */
final class Tills {
  private Tills() {}

  /** Amounts are small, so that there is often too little. */
  static Arbitrary<TillCommand> commands(String... tills) {
    Arbitrary<String> till = Arbitraries.of(tills);
    Arbitrary<String> name = Arbitraries.of("rent", "wages", "Größe");
    return Arbitraries.frequencyOf(
        Tuple.of(
            4,
            Combinators.combine(till, Arbitraries.longs().between(1, 9), notes().optional())
                .as(Put::new)),
        Tuple.of(
            4,
            Combinators.combine(
                    till, Arbitraries.integers().between(1, 3), Arbitraries.longs().between(1, 4))
                .as(Take::new)),
        Tuple.of(
            2, Combinators.combine(till, name, Arbitraries.longs().between(1, 6)).as(Hold::new)),
        Tuple.of(2, Combinators.combine(till, name).as(Release::new)),
        Tuple.of(1, till.map(Look::new)));
  }

  private static Arbitrary<String> notes() {
    return Arbitraries.strings().withChars("aé\u2028\"\\\n").ofMaxLength(5);
  }

  /** Sends a command to another till. */
  static TillCommand moved(TillCommand command, String till) {
    if (command instanceof Put put) {
      return new Put(till, put.cents(), put.note());
    }
    if (command instanceof Take take) {
      return new Take(till, take.coins(), take.each());
    }
    if (command instanceof Hold hold) {
      return new Hold(till, hold.name(), hold.cents());
    }
    return command instanceof Release release ? new Release(till, release.name()) : new Look(till);
  }

  static Till folded(List<RecordedEvent> events) {
    Till till = Till.TILL.initialState();
    for (RecordedEvent event : events) {
      till = Till.TILL.apply(till, (TillEvent) event.payload());
    }
    return till;
  }
}
