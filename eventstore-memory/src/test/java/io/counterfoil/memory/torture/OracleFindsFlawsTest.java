package io.counterfoil.memory.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Metadata;
import io.counterfoil.contract.Sample;
import io.counterfoil.contract.torture.Flaw;
import io.counterfoil.contract.torture.Ledger;
import io.counterfoil.contract.torture.Oracle;
import io.counterfoil.contract.torture.StoreStyles;
import io.counterfoil.contract.torture.Torture;
import io.counterfoil.contract.torture.Verdict;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A judge that finds nothing wrong says something only if it finds what is. */
class OracleFindsFlawsTest {
  private static final StreamId STREAM = new StreamId("order", "o-1");
  private static final Metadata META = Metadata.at(Instant.ofEpochMilli(1_717_250_000_000L));

  private final EventStore store = InMemoryEventStore.of(Sample.types());
  private final Oracle oracle = new Oracle();

  private UUID append() {
    Append append = Append.of(STREAM, ExpectedVersion.any(), List.of(new Sample.Counted(1)), META);
    store.append(append);
    return append.events().get(0).eventId();
  }

  @ParameterizedTest
  @EnumSource
  void findsTheFlawOfAReader(FlawedTail tail) throws Exception {
    Verdict verdict =
        Torture.of(store, StoreStyles.of(store), () -> tail.on(store))
            .lasting(Duration.ofMillis(500))
            .patience(Duration.ofMillis(500))
            .run();

    assertThat(verdict.count(tail.flaw())).as(verdict.toString()).isPositive();
    assertThatThrownBy(verdict::requireFlawless)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 1")
        .hasMessageContaining(tail.flaw().name());
  }

  @Test
  void findsAnEventThatWasCommittedAndIsNotStored() {
    Ledger.Transaction transaction = oracle.ledger().begin("writer", "style");
    transaction.writes(STREAM, UUID.randomUUID());
    transaction.committed();

    assertThat(oracle.judge(store, "round").count(Flaw.FORGOTTEN)).isEqualTo(1);
  }

  @Test
  void findsAnEventThatWasRolledBackAndIsStoredAndGiven() {
    Ledger.Transaction transaction = oracle.ledger().begin("writer", "style");
    transaction.writes(STREAM, append());
    transaction.rolledBack();
    oracle.join("reader", store::readLog, EventFilter.all(), 0).poll(10);

    Verdict verdict = oracle.judge(store, "round");

    assertThat(verdict.flaws()).containsOnlyKeys(Flaw.KEPT, Flaw.PHANTOM);
  }

  @Test
  void leavesTheFateOfAnEventInDoubtToTheStore() {
    Ledger.Transaction transaction = oracle.ledger().begin("writer", "style");
    transaction.writes(STREAM, append());
    transaction.writes(STREAM, UUID.randomUUID());
    transaction.inDoubt();

    Verdict verdict = oracle.judge(store, "round");

    assertThat(verdict.flaws()).isEmpty();
    assertThat(verdict.committed()).isEqualTo(1);
  }

  @Test
  void tellsTheHistoryAroundALostEvent() {
    Ledger.Transaction transaction = oracle.ledger().begin("the writer", "the style");
    transaction.writes(STREAM, append());
    transaction.at(1, 1);
    transaction.committed();
    oracle.join("the reader", (query, consumer) -> 1, EventFilter.all(), 0).poll(10);

    Verdict verdict = oracle.judge(store, "round");

    assertThat(verdict.count(Flaw.LOST)).isEqualTo(1);
    assertThat(verdict.description())
        .contains("the reader read from 0 to 1 without Counted[order/o-1 #1 @1]")
        .contains("the style: wrote @1")
        .contains("the style: COMMITTED @1")
        .contains("read on and was given []");
  }
}
