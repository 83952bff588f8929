package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.UnhandledCommand;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandInterceptor;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.LoggedCorrelation;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseCommand.Take;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.TooFewCoins;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What stands around a dispatch. */
abstract class InterceptorTests {
  private final List<String> notes = new ArrayList<>();
  private EventStore store;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void setUp() {
    store = emptyStore(EventTypes.of(PurseEvent.class));
  }

  private CommandBus busWith(CommandInterceptor... interceptors) {
    return CommandBus.on(store).aggregates(PURSE).intercept(interceptors).build();
  }

  private CommandInterceptor noting(String name) {
    return command -> {
      notes.add(name + " before");
      try {
        return command.proceed();
      } finally {
        notes.add(name + " after");
      }
    };
  }

  @Test
  void standsAroundADispatchInTheOrderOfRegistration() {
    CommandBus bus =
        CommandBus.on(store)
            .aggregates(PURSE)
            .intercept(noting("first"), noting("second"))
            .intercept(noting("third"))
            .build();

    bus.dispatch(new Put("a", 1));
    assertThatThrownBy(() -> bus.dispatch(new Take("a", 9))).isInstanceOf(TooFewCoins.class);

    List<String> once =
        List.of(
            "first before",
            "second before",
            "third before",
            "third after",
            "second after",
            "first after");
    assertThat(notes.subList(0, 6)).isEqualTo(once);
    assertThat(notes.subList(6, 12)).isEqualTo(once);
  }

  @Test
  void showsTheCommandAndWhatComesWithIt() {
    CommandBus bus =
        busWith(
            command -> {
              assertThat(command.command()).isEqualTo(new Put("a", 1));
              assertThat(command.aggregateType()).isEqualTo("purse");
              assertThat(command.aggregateId()).isEqualTo("a");
              assertThat(command.options().key()).contains("k");
              assertThat(command.options().correlationId())
                  .isPresent()
                  .isEqualTo(command.options().commandId())
                  .isEqualTo(Optional.ofNullable(MDC.get(LoggedCorrelation.KEY)));
              notes.add(command.options().commandId().orElseThrow());
              return command.proceed();
            });

    CommandResult result = bus.dispatch(new Put("a", 1), DispatchOptions.key("k"));

    assertThat(result.events().get(0).metadata().causationId()).contains(notes.get(0));
    assertThat(MDC.get(LoggedCorrelation.KEY)).isNull();
  }

  @Test
  void addsHeadersForTheNextAndForTheEvents() {
    CommandBus bus =
        busWith(
            command -> command.proceed(command.options().header("user", "ada")),
            command -> {
              notes.add(command.options().headers().get("user"));
              return command.proceed();
            });

    CommandResult result = bus.dispatch(new Put("a", 1));

    assertThat(notes).containsExactly("ada");
    assertThat(result.events().get(0).metadata().headers()).containsEntry("user", "ada");
  }

  @Test
  void refusesWithItsOwnException() {
    SecurityException refusal = new SecurityException("not yours");
    CommandBus bus =
        busWith(
            command -> {
              throw refusal;
            },
            noting("never"));

    assertThatThrownBy(() -> bus.dispatch(new Put("a", 1), DispatchOptions.key("k")))
        .isSameAs(refusal);

    assertThat(notes).isEmpty();
    assertThat(store.status().events()).isZero();
    assertThat(
            CommandBus.on(store)
                .aggregates(PURSE)
                .build()
                .dispatch(new Put("a", 1), DispatchOptions.key("k"))
                .repeated())
        .isFalse();
  }

  @Test
  void isCalledOnceHoweverOftenTheCommandIsDecided() {
    CommandBus other = CommandBus.on(store).aggregates(PURSE).build();
    other.dispatch(new Put("a", 10));
    AtomicInteger decisions = new AtomicInteger();
    CommandBus overtaken =
        CommandBus.on(store)
            .aggregates(
                Purse.takingAfter(
                    () -> {
                      if (decisions.incrementAndGet() < 3) {
                        other.dispatch(new Put("a", 1));
                      }
                    }))
            .intercept(noting("once"))
            .build();

    overtaken.dispatch(new Take("a", 1));

    assertThat(decisions).hasValue(3);
    assertThat(notes).containsExactly("once before", "once after");
  }

  @Test
  void standsAroundCommandsOnLentStreams() {
    busWith(noting("it")).using(store).dispatch(new Put("a", 1));

    assertThat(notes).containsExactly("it before", "it after");
  }

  @Test
  void isNotAskedAboutWhatNobodyHandles() {
    assertThatThrownBy(() -> busWith(noting("it")).dispatch("a text"))
        .isInstanceOf(UnhandledCommand.class);

    assertThat(notes).isEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // what an interceptor must not do
  void namesTheInterceptorThatReturnsNull() {
    assertThatThrownBy(() -> busWith(command -> null).dispatch(new Put("a", 1)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("the interceptor")
        .hasMessageContaining("InterceptorTests");
  }
}
