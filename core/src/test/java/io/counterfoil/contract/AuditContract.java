package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.serialization.EventVersion;
import io.counterfoil.store.StoreAudit;
import io.counterfoil.store.StoredType;
import io.counterfoil.store.StreamId;
import org.junit.jupiter.api.Test;

/** That each form of event in a store is counted. */
abstract class AuditContract extends StoreSuite {

  @Test
  void countsEachTypeOfEachAggregateType() {
    append(STREAM, counted(1), new Sample.Noted("a"), counted(2));
    append(new StreamId("Order", "o-1"), counted(3));
    append(OTHER, counted(4), new Sample.Noted("b"));

    StoreAudit audit = store.audit();

    assertThat(audit.requireReadable()).isSameAs(audit);
    assertThat(audit.unreadable()).isEmpty();
    assertThat(audit.findings())
        .extracting(StoreAudit.Finding::stored)
        .containsExactly(
            form("Order", "Counted", 1, positionAt(3), positionAt(3)),
            form("order", "Counted", 3, positionAt(0), positionAt(4)),
            form("order", "Noted", 2, positionAt(1), positionAt(5)));
  }

  @Test
  void findsNothingInAnEmptyStore() {
    assertThat(store.audit().requireReadable().findings()).isEmpty();
  }

  private long positionAt(int index) {
    return positions(log()).get(index);
  }

  private static StoredType form(
      String aggregateType, String type, long count, long first, long last) {
    return new StoredType(aggregateType, new EventVersion(type, 1), count, first, last);
  }
}
