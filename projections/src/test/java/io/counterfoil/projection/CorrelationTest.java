package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Aggregate;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.LoggedCorrelation;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Noted;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** One conversation: a command, its event, the command that the event causes, and so on. */
class CorrelationTest {
  private static final Instant NOW = Instant.parse("2026-05-30T10:00:00Z");

  private record Deposit(String account, long cents) {}

  private final List<String> logged = new ArrayList<>();
  private final EventStore store = InMemoryEventStore.of(AccountEvent.types());
  private final CommandBus bus =
      CommandBus.on(store)
          .aggregates(
              Aggregate.named("account", AccountEvent.class, 0L)
                  .on(Deposited.class, (balance, event) -> balance)
                  .on(Withdrawn.class, (balance, event) -> balance)
                  .on(Noted.class, (balance, event) -> balance)
                  .identifiedBy(Deposit.class, Deposit::account)
                  .handle(Deposit.class, (deposit, balance) -> decide(deposit))
                  .build())
          .clock(Clock.fixed(NOW, ZoneOffset.UTC))
          .build();

  private List<AccountEvent> decide(Deposit deposit) {
    logged.add("command " + MDC.get(LoggedCorrelation.KEY));
    return List.of(new Deposited(deposit.cents()));
  }

  @AfterEach
  void leaveNothingInTheLog() {
    MDC.clear();
  }

  /** Hands a tenth on, from account to account. */
  private Projection handingOn() {
    return Projection.named("handing_on")
        .on(
            Deposited.class,
            (event, payload) -> {
              logged.add("event " + MDC.get(LoggedCorrelation.KEY));
              if (payload.amountCents() >= 10) {
                bus.dispatch(
                    new Deposit(event.stream().aggregateId() + "+", payload.amountCents() / 10),
                    DispatchOptions.none().causedBy(event).header("hop", "next"));
              }
            })
        .build();
  }

  private void run(Projection projection) {
    ProjectionRunner.on(store)
        .checkpoints(new InMemoryCheckpointStore())
        .run(projection)
        .build()
        .catchUp();
  }

  private List<RecordedEvent> log() {
    List<RecordedEvent> events = new ArrayList<>();
    store.readLog(EventQuery.after(0), events::add);
    return events;
  }

  @Test
  void aChainOfCommandsAndEventsIsOneConversationInWhichEachNamesItsCause() {
    bus.dispatch(
        new Deposit("a", 100), DispatchOptions.none().correlationId("c-9k").commandId("cmd-44"));

    run(handingOn());
    run(handingOn()); // sees what the first run has caused, and goes on from there

    List<RecordedEvent> events = log();
    assertThat(events).hasSizeGreaterThanOrEqualTo(3);
    assertThat(events)
        .allSatisfy(event -> assertThat(event.metadata().correlationId()).contains("c-9k"))
        .allSatisfy(event -> assertThat(event.metadata().at()).isEqualTo(NOW));
    assertThat(events.get(0).metadata().causationId()).contains("cmd-44");
    assertThat(events.get(1).metadata().causationId()).contains(events.get(0).eventId().toString());
    assertThat(events.get(1).metadata().headers()).containsEntry("hop", "next");
    assertThat(events.get(2).stream().aggregateId()).startsWith("a+");
  }

  @Test
  void theConversationStandsInTheLogWhileACommandOrAnEventIsHandled() {
    MDC.put(LoggedCorrelation.KEY, "of the caller");

    bus.dispatch(new Deposit("a", 10), DispatchOptions.none().correlationId("c-9k"));
    run(handingOn());

    assertThat(logged).startsWith("command c-9k", "event c-9k", "command c-9k");
    assertThat(MDC.get(LoggedCorrelation.KEY)).isEqualTo("of the caller");
  }

  @Test
  void anEventOfNoConversationStandsUnderNoOthers() {
    AccountEvent.append(store, "a", new Noted("?"), new Deposited(1));
    MDC.put(LoggedCorrelation.KEY, "of the caller");

    run(handingOn());

    assertThat(logged).containsExactly("event null");
    assertThat(MDC.get(LoggedCorrelation.KEY)).isEqualTo("of the caller");
  }

  @Test
  void whatTheCallerHasSetStaysWhenAnEventCausesTheCommand() {
    AccountEvent.deposit(store, "a", 1);
    RecordedEvent event = log().get(0);

    DispatchOptions first = DispatchOptions.none().causedBy(event);
    DispatchOptions own =
        DispatchOptions.none().commandId("mine").correlationId("c").causedBy(event);

    String id = event.eventId().toString();
    assertThat(first.correlationId()).contains(id);
    assertThat(first.commandId()).contains(id);
    assertThat(own.correlationId()).contains("c");
    assertThat(own.commandId()).contains("mine");
  }
}
