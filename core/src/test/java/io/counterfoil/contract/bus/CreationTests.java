package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Voucher.VOUCHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.AlreadyExists;
import io.counterfoil.CommandRejected;
import io.counterfoil.InvalidCommand;
import io.counterfoil.Metadata;
import io.counterfoil.Violation;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.contract.Race;
import io.counterfoil.contract.bus.Voucher.VoucherCommand.Issue;
import io.counterfoil.contract.bus.Voucher.VoucherCommand.Use;
import io.counterfoil.contract.bus.Voucher.VoucherEvent;
import io.counterfoil.contract.bus.Voucher.VoucherEvent.VoucherIssued;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of commands that create their aggregate, and of those that are not valid. */
abstract class CreationTests {
  private static final StreamId A = new StreamId("voucher", "a");
  private static final DispatchOptions KEY = DispatchOptions.key("row-17");

  private WatchedStore store;
  private CommandBus bus;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void setUp() {
    store = new WatchedStore(emptyStore(EventTypes.of(VoucherEvent.class)));
    bus = CommandBus.on(store).aggregates(VOUCHER).build();
  }

  @Test
  void createsWithoutARead() {
    CommandResult result = bus.dispatch(new Issue("a", 10));

    assertThat(result.sequence()).isEqualTo(1);
    assertThat(bus.dispatch(new Issue("b", 10), KEY).sequence()).isEqualTo(1);
    assertThat(store.reads()).isZero();
  }

  @Test
  void refusesToCreateWhatExists() {
    bus.dispatch(new Issue("a", 10));
    bus.dispatch(new Use("a", 1));

    assertThatThrownBy(() -> bus.dispatch(new Issue("a", 99)))
        .isInstanceOfSatisfying(
            AlreadyExists.class,
            rejected -> {
              assertThat(rejected.code()).isEqualTo("already-exists");
              assertThat(rejected.aggregateType()).isEqualTo("voucher");
              assertThat(rejected.aggregateId()).isEqualTo("a");
              assertThat(rejected.data())
                  .isEqualTo(
                      Map.of("aggregateType", "voucher", "aggregateId", "a", "sequence", 2L));
            });

    assertThat(bus.state(VOUCHER, "a")).isEqualTo(new Voucher(9));
  }

  @Test
  void saysThatItExistsBeforeItsHandlerSaysNo() {
    bus.dispatch(new Issue("a", 10));

    assertThatThrownBy(() -> bus.dispatch(new Issue("a", 0))).isInstanceOf(AlreadyExists.class);
    assertThatThrownBy(() -> bus.dispatch(new Issue("b", 0)))
        .isInstanceOfSatisfying(
            CommandRejected.class, no -> assertThat(no.code()).isEqualTo("worthless"));
  }

  @Test
  void repeatsUnderItsKeyThatItCreated() {
    CommandResult first = bus.dispatch(new Issue("a", 10), KEY);
    bus.dispatch(new Use("a", 1));

    CommandResult again = bus.dispatch(new Issue("a", 10), KEY);

    assertThat(again.repeated()).isTrue();
    assertThat(again.events())
        .extracting(RecordedEvent::eventId)
        .containsExactly(first.events().get(0).eventId());
  }

  @Test
  void remembersUnderItsKeyThatItExisted() {
    bus.dispatch(new Issue("a", 10));

    assertThatThrownBy(() -> bus.dispatch(new Issue("a", 5), KEY))
        .isInstanceOf(AlreadyExists.class);

    assertThatThrownBy(() -> bus.dispatch(new Issue("a", 5), KEY))
        .isInstanceOfSatisfying(
            CommandRejected.class,
            again -> {
              assertThat(again.repeated()).isTrue();
              assertThat(again.code()).isEqualTo(AlreadyExists.CODE);
            });
  }

  @Test
  void createsOnceHoweverManyTry() throws Exception {
    List<Optional<CommandResult>> answers =
        Race.of(
            16,
            thread -> {
              try {
                return Optional.of(bus.dispatch(new Issue("a", thread + 1)));
              } catch (AlreadyExists late) {
                return Optional.empty();
              }
            });

    assertThat(answers.stream().flatMap(Optional::stream)).hasSize(1);
    assertThat(store.events(A)).hasSize(1);
  }

  @Test
  void knowsFromTheCacheThatItExists() {
    CommandBus caching = CommandBus.on(store).aggregates(VOUCHER).stateCache(10).build();
    caching.dispatch(new Issue("a", 10));

    assertThatThrownBy(() -> caching.dispatch(new Issue("a", 5))).isInstanceOf(AlreadyExists.class);

    assertThat(store.reads()).isEqualTo(1);
    assertThat(caching.stateCacheStatistics().misses()).isZero();
  }

  @Test
  void looksFirstOnStreamsThatItWasLent() {
    bus.dispatch(new Issue("a", 10));
    LentStreams lent = new LentStreams(store);

    assertThatThrownBy(() -> bus.using(lent).dispatch(new Issue("a", 5)))
        .isInstanceOf(AlreadyExists.class);

    assertThat(lent.loads()).hasSize(1);
    assertThat(lent.appends()).isEmpty();
  }

  @Test
  void tellsAllThatIsWrongWithACommandAndLooksAtNothing() {
    assertThatThrownBy(() -> bus.dispatch(new Issue("", -5)))
        .isNotInstanceOf(CommandRejected.class)
        .isInstanceOfSatisfying(
            InvalidCommand.class,
            invalid -> {
              assertThat(invalid.violations())
                  .containsExactly(
                      new Violation("voucherId", "must be given"),
                      new Violation("coins", "must not be negative"));
              assertThat(invalid.commandType()).isEqualTo(Issue.class);
              assertThat(invalid.aggregateType()).isEqualTo("voucher");
              assertThat(invalid)
                  .hasMessageContaining("voucherId must be given; coins must not be negative");
            });

    assertThat(store.reads()).isZero();
    assertThat(store.status().events()).isZero();
  }

  @Test
  void leavesTheKeyOfACommandThatIsNotValidFree() {
    assertThatThrownBy(() -> bus.dispatch(new Issue("a", -5), KEY))
        .isInstanceOf(InvalidCommand.class);
    assertThat(store.outcome(A, "row-17")).isEmpty();

    CommandResult corrected = bus.dispatch(new Issue("a", 5), KEY);

    assertThat(corrected.repeated()).isFalse();
  }

  @Test
  void meetsEventsThatWereAppendedWithoutIt() {
    store.append(
        Append.of(
            A, ExpectedVersion.none(), List.of(new VoucherIssued(7)), Metadata.at(Instant.EPOCH)));

    assertThatThrownBy(() -> bus.dispatch(new Issue("a", 5))).isInstanceOf(AlreadyExists.class);
  }
}
