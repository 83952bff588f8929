package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Voucher.VOUCHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.AggregateClosed;
import io.counterfoil.CommandRejected;
import io.counterfoil.Metadata;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.contract.Race;
import io.counterfoil.contract.bus.Voucher.VoucherCommand;
import io.counterfoil.contract.bus.Voucher.VoucherCommand.Issue;
import io.counterfoil.contract.bus.Voucher.VoucherCommand.MakeVoid;
import io.counterfoil.contract.bus.Voucher.VoucherCommand.Use;
import io.counterfoil.contract.bus.Voucher.VoucherEvent;
import io.counterfoil.contract.bus.Voucher.VoucherEvent.VoucherUsed;
import io.counterfoil.contract.bus.Voucher.VoucherEvent.VoucherVoided;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a final event does: nothing comes behind it. */
abstract class ClosingTests {
  private static final StreamId A = new StreamId("voucher", "a");
  private static final DispatchOptions KEY = DispatchOptions.key("row-17");

  private EventStore store;
  private CommandBus bus;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void setUp() {
    store = emptyStore(EventTypes.of(VoucherEvent.class));
    bus = CommandBus.on(store).aggregates(VOUCHER).build();
  }

  @Test
  void refusesEveryCommandForAClosedAggregate() {
    close("a");

    for (VoucherCommand command : everyCommand()) {
      assertThatThrownBy(() -> bus.dispatch(command))
          .isInstanceOfSatisfying(
              AggregateClosed.class,
              closed -> {
                assertThat(closed.code()).isEqualTo("aggregate-closed");
                assertThat(closed.aggregateType()).isEqualTo("voucher");
                assertThat(closed.aggregateId()).isEqualTo("a");
                assertThat(closed.data())
                    .isEqualTo(
                        Map.of("aggregateType", "voucher", "aggregateId", "a", "sequence", 2L));
              });
    }

    assertThat(store.events(A)).hasSize(2);
    assertThat(bus.state(VOUCHER, "a")).isEqualTo(new Voucher(0));
  }

  @Test
  void remembersTheRefusalUnderItsKey() {
    close("a");

    assertThatThrownBy(() -> bus.dispatch(new Use("a", 0), KEY))
        .isInstanceOf(AggregateClosed.class);

    assertThatThrownBy(() -> bus.dispatch(new Use("a", 0), KEY))
        .isInstanceOfSatisfying(
            CommandRejected.class,
            again -> {
              assertThat(again.repeated()).isTrue();
              assertThat(again.code()).isEqualTo(AggregateClosed.CODE);
            });
  }

  @Test
  void repeatsTheOutcomeOfTheClosingCommand() {
    bus.dispatch(new Issue("a", 10));
    bus.dispatch(new MakeVoid("a"), KEY);

    assertThat(bus.dispatch(new MakeVoid("a"), KEY).repeated()).isTrue();
  }

  @Test
  void refusesOnAnotherNodeAndWithACachedState() {
    CommandBus caching = CommandBus.on(store).aggregates(VOUCHER).stateCache(10).build();
    caching.dispatch(new Issue("a", 10));
    caching.dispatch(new Issue("b", 10));
    bus.dispatch(new MakeVoid("a"));
    caching.dispatch(new MakeVoid("b"));

    assertThatThrownBy(() -> caching.dispatch(new Use("a", 1))).isInstanceOf(AggregateClosed.class);
    assertThatThrownBy(() -> caching.dispatch(new Use("b", 0))).isInstanceOf(AggregateClosed.class);
    assertThatThrownBy(() -> caching.using(store).dispatch(new Use("b", 0)))
        .isInstanceOf(AggregateClosed.class);
  }

  @Test
  void staysClosedWhenSomebodyAppendsPastTheBus() {
    close("a");
    store.append(
        Append.of(
            A, ExpectedVersion.any(), List.of(new VoucherUsed(0)), Metadata.at(Instant.EPOCH)));

    assertThatThrownBy(() -> bus.dispatch(new Use("a", 0))).isInstanceOf(AggregateClosed.class);
  }

  @Test
  void hasNothingBehindAFinalEventHoweverManyTry() throws Exception {
    for (int round = 0; round < 10; round++) {
      String id = "v-" + round;
      bus.dispatch(new Issue(id, 1_000));

      Race.of(
          8,
          thread -> {
            CommandBus node =
                CommandBus.on(store).aggregates(VOUCHER).attempts(1_000).stateCache(10).build();
            boolean closed = false;
            for (int i = 0; i < 10; i++) {
              try {
                node.dispatch(thread == 0 && i == 5 ? new MakeVoid(id) : new Use(id, 1));
                assertThat(closed).as("accepted behind the end").isFalse();
              } catch (AggregateClosed end) {
                closed = true;
              }
            }
            return closed;
          });

      List<RecordedEvent> events = store.events(new StreamId("voucher", id));
      assertThat(events.stream().filter(event -> event.payload() instanceof VoucherVoided))
          .hasSize(1);
      assertThat(events.get(events.size() - 1).payload()).isEqualTo(new VoucherVoided());
    }
  }

  private void close(String id) {
    bus.dispatch(new Issue(id, 10));
    bus.dispatch(new MakeVoid(id));
  }

  private static List<VoucherCommand> everyCommand() {
    return List.of(new Issue("a", 5), new Use("a", 0), new MakeVoid("a"));
  }
}
