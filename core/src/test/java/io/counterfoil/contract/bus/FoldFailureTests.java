package io.counterfoil.contract.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.FoldFailed;
import io.counterfoil.contract.bus.Purse.PurseCommand;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsPut;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsTaken;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fold that breaks down on an event which is stored already. */
abstract class FoldFailureTests {
  private static final StreamId A = new StreamId("purse", "a");

  private EventStore store;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void setUp() {
    store = emptyStore(EventTypes.of(PurseEvent.class));
    CommandBus.on(store).aggregates(Purse.PURSE).build().dispatch(new Put("a", 4_711));
  }

  @Test
  void isNoAnswerToTheCommandEvenIfItLooksLikeARejection() {
    CommandBus bus =
        CommandBus.on(store)
            .aggregates(foldingBy(() -> new CommandRejected("no", "no", Map.of())))
            .build();

    assertThatExceptionOfType(FoldFailed.class)
        .isThrownBy(() -> bus.dispatch(new Put("a", 1), DispatchOptions.key("k")))
        .withCauseInstanceOf(CommandRejected.class);

    assertThat(store.outcome(A, "k")).isEmpty();
  }

  @Test
  void namesTheEventAndTellsNothingOfWhatIsInIt() {
    Aggregate<PurseCommand, Purse, PurseEvent> broken =
        foldingBy(() -> new IllegalStateException("4711 coins"));
    CommandBus bus = CommandBus.on(store).aggregates(broken).build();

    assertThatExceptionOfType(FoldFailed.class)
        .isThrownBy(() -> bus.state(broken, "a"))
        .withMessage(
            "the fold of CoinsPut at purse/a #1, position 1, threw java.lang.IllegalStateException")
        .satisfies(failed -> assertThat(failed.stream()).isEqualTo(A))
        .satisfies(failed -> assertThat(failed.event().sequence()).isEqualTo(1));
    assertThatExceptionOfType(FoldFailed.class).isThrownBy(() -> bus.stateAt(broken, "a", 1));
  }

  private static Aggregate<PurseCommand, Purse, PurseEvent> foldingBy(
      Supplier<RuntimeException> failure) {
    return Aggregate.named("purse", PurseEvent.class, Purse.EMPTY)
        .on(
            CoinsPut.class,
            (purse, event) -> {
              throw failure.get();
            })
        .on(CoinsTaken.class, (purse, event) -> purse)
        .identifiedBy(PurseCommand.class, PurseCommand::purseId)
        .handle(Put.class, (put, purse) -> List.of())
        .handle(PurseCommand.PutOneByOne.class, (put, purse) -> List.of())
        .handle(PurseCommand.Take.class, (take, purse) -> List.of())
        .handle(PurseCommand.Count.class, (count, purse) -> List.of())
        .build();
  }
}
