package io.counterfoil.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Event;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.EventVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreAuditTest {
  private static final EventTypes TYPES = EventTypes.of(Opened.class);

  record Opened(String owner) implements Event {}

  @Test
  void saysWhatCanBeReadAndWhyNot() {
    StoreAudit audit =
        StoreAudit.of(
            List.of(stored("Vanished", 1), stored("Opened", 7), stored("Opened", 1)), TYPES);

    assertThat(audit.findings())
        .extracting(finding -> finding.stored().version())
        .containsExactly(
            new EventVersion("Opened", 1),
            new EventVersion("Opened", 7),
            new EventVersion("Vanished", 1));
    assertThat(audit.findings().get(0).chain()).containsExactly(new EventVersion("Opened", 1));
    assertThat(audit.findings().get(0).problem()).isEmpty();
    assertThat(audit.unreadable()).isEqualTo(audit.findings().subList(1, 3));
    assertThat(audit.findings().get(1).problem()).startsWith("of this name only the versions [1] ");
    assertThat(audit.findings().get(2).problem()).startsWith("no event and no upcaster ");
  }

  @Test
  void stopsAnApplicationThatCannotReadItsStore() {
    StoreAudit audit = StoreAudit.of(List.of(stored("Opened", 1), stored("Vanished", 1)), TYPES);

    assertThatThrownBy(audit::requireReadable)
        .isInstanceOf(EventStoreException.class)
        .hasMessageContaining("'Vanished' version 1 in account (3 events at the positions 2 to 9)")
        .hasMessageNotContaining("Opened");
  }

  private static StoredType stored(String type, int version) {
    return new StoredType("account", new EventVersion(type, version), 3, 2, 9);
  }
}
