package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Metadata;
import io.counterfoil.command.CommandBus;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsPut;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an aggregate's state was at a moment. */
abstract class MomentTests {
  private static final Instant NOON = Instant.parse("2024-06-01T12:00:00Z");
  private static final StreamId A = new StreamId("purse", "a");

  private EventStore store;
  private CommandBus bus;
  private long balance;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void setUp() {
    store = emptyStore(EventTypes.of(PurseEvent.class));
    bus = CommandBus.on(store).aggregates(PURSE).build();
  }

  private void givenACoinPutAt(Instant... moments) {
    for (Instant moment : moments) {
      balance++;
      store.append(
          Append.of(
              A, ExpectedVersion.any(), List.of(new CoinsPut(1, balance)), Metadata.at(moment)));
    }
  }

  @Test
  void foldsTheEventsUpToAndOfTheMoment() {
    givenACoinPutAt(NOON, NOON.plusMillis(1), NOON.plusSeconds(60));

    assertThat(at(NOON.minusMillis(1))).isEqualTo(Purse.EMPTY);
    assertThat(at(NOON)).isEqualTo(new Purse(1, 1));
    assertThat(at(NOON.plusNanos(999_999))).isEqualTo(new Purse(1, 1));
    assertThat(at(NOON.plusMillis(1))).isEqualTo(new Purse(2, 2));
    assertThat(at(NOON.plusSeconds(59))).isEqualTo(new Purse(2, 2));
    assertThat(at(NOON.plusSeconds(60))).isEqualTo(new Purse(3, 3));
    assertThat(at(Instant.MAX)).isEqualTo(new Purse(3, 3));
    assertThat(at(Instant.MIN)).isEqualTo(Purse.EMPTY);
  }

  @Test
  void foldsAllEventsOfOneMoment() {
    givenACoinPutAt(NOON, NOON, NOON, NOON.plusMillis(1));

    assertThat(at(NOON)).isEqualTo(new Purse(3, 3));
  }

  @Test
  void findsTheInitialStateOfAnAggregateWithoutEvents() {
    givenACoinPutAt(NOON);

    assertThat(bus.stateAt(PURSE, "unheard-of", NOON)).isEqualTo(Purse.EMPTY);
  }

  /** The first event that is later ends it, also where an earlier time stands behind that one. */
  @Test
  void foldsNothingBehindALaterEventWhereAClockWentBackwards() {
    givenACoinPutAt(NOON, NOON.plusSeconds(60), NOON.plusSeconds(10), NOON.plusSeconds(90));

    assertThat(at(NOON.plusSeconds(10))).isEqualTo(new Purse(1, 1));
    assertThat(at(NOON.plusSeconds(59))).isEqualTo(new Purse(1, 1));
    assertThat(at(NOON.plusSeconds(60))).isEqualTo(new Purse(3, 3));
    assertThat(at(NOON.plusSeconds(90))).isEqualTo(new Purse(4, 4));
  }

  @Test
  void foldsNothingWhenTheFirstEventIsLater() {
    givenACoinPutAt(NOON.plusSeconds(60), NOON);

    assertThat(at(NOON)).isEqualTo(Purse.EMPTY);
  }

  private Purse at(Instant moment) {
    return bus.stateAt(PURSE, "a", moment);
  }
}
