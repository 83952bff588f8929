package io.counterfoil.jdbc.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.KeyReused;
import io.counterfoil.jdbc.properties.Till.TillCommand;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.transfer.EventExport;
import io.counterfoil.transfer.EventImport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** To export a log and import it gives the same log, on whichever stores. */
class TransferPropertiesTest {

  /** A command under a key, if it has one; keys come twice, too. */
  record Keyed(Optional<String> key, String tenant, TillCommand command) {}

  @Provide
  Arbitrary<List<Keyed>> commands() {
    return Combinators.combine(
            Arbitraries.of("k1", "k2", "k3", "k\"4").optional(0.5),
            Arbitraries.of("", "north", "süd\n"),
            Tills.commands("a", "b", "\uD83D\uDE00"))
        .as(Keyed::new)
        .list()
        .ofMaxSize(30);
  }

  @Provide
  Arbitrary<Stores> stores() {
    return Arbitraries.of(Stores.MEMORY, Stores.MEMORY_ENCODING, Stores.H2);
  }

  @Property(tries = 60)
  void anImportOfAnExportIsTheSameLog(
      @ForAll("stores") Stores from,
      @ForAll("stores") Stores to,
      @ForAll("commands") List<Keyed> commands)
      throws IOException {
    EventStore source = from.fresh();
    CommandBus bus = CommandBus.on(source).aggregates(Till.TILL).build();
    commands.forEach(keyed -> dispatch(bus, keyed));
    String exported = export(source);
    EventStore target = to.fresh();

    EventImport.into(target)
        .from(new ByteArrayInputStream(exported.getBytes(StandardCharsets.UTF_8)));

    assertThat(log(target)).isEqualTo(log(source));
    assertThat(export(target)).isEqualTo(exported);
    CommandBus there = CommandBus.on(target).aggregates(Till.TILL).build();
    for (String till : List.of("a", "b", "\uD83D\uDE00")) {
      assertThat(there.state(Till.TILL, till)).isEqualTo(bus.state(Till.TILL, till));
    }
    // Nothing is decided anew: the outcomes of keys have come along.
    commands.stream()
        .filter(keyed -> keyed.key().isPresent())
        .forEach(keyed -> dispatch(there, keyed));
    assertThat(export(target)).isEqualTo(exported);
  }

  /** Lists all that an event has: an export might lose the same twice. */
  private static List<Object> log(EventStore store) {
    List<Object> log = new ArrayList<>();
    store.readLog(
        EventQuery.after(0),
        event ->
            log.add(
                List.of(
                    event.stream(),
                    event.sequence(),
                    event.position(),
                    event.eventId(),
                    event.metadata(),
                    event.type(),
                    event.schemaVersion(),
                    event.data())));
    return log;
  }

  private static String export(EventStore store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EventExport.of(store).to(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void dispatch(CommandBus bus, Keyed keyed) {
    DispatchOptions options = keyed.key().map(DispatchOptions::key).orElse(DispatchOptions.none());
    try {
      bus.dispatch(keyed.command(), options.header("tenant", keyed.tenant()));
    } catch (CommandRejected | KeyReused answered) {
      // both leave the log alone
    }
  }
}
