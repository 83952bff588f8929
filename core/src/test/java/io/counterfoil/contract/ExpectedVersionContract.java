package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.Append;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each expectation against streams that meet it and streams that do not. */
abstract class ExpectedVersionContract extends StoreSuite {

  @ParameterizedTest(name = "{0}, stream of {1}")
  @CsvSource({"any,0", "any,3", "none,0", "exists,3", "exists,1", "0,0", "1,1", "3,3"})
  void acceptsAStreamAsExpected(String expected, int head) {
    given(head);

    store.append(appendOf(STREAM, expectation(expected)));
    store.append(appendOf(STREAM, expectation(expected), counted(head + 1), counted(head + 2)));

    assertThat(amounts(store.events(STREAM))).isEqualTo(upTo(head + 2));
    assertThat(sequences(store.events(STREAM))).isEqualTo(upTo(head + 2));
    assertThat(store.events(OTHER)).hasSize(2);
  }

  @ParameterizedTest(name = "{0}, stream of {1}")
  @CsvSource({
    "none,1",
    "none,3",
    "0,3",
    "exists,0",
    "1,0", // ahead
    "1,3", // behind
    "2,3",
    "4,3", // ahead
    "5,3",
    "9223372036854775807,3"
  })
  void refusesAStreamThatIsNotAsExpected(String expected, int head) {
    given(head);
    List<RecordedEvent> before = log();

    assertConflict(appendOf(STREAM, expectation(expected), counted(8), counted(9)), head);
    assertConflict(appendOf(STREAM, expectation(expected)), head);

    assertThat(log()).isEqualTo(before);
    assertThat(sequences(store.events(STREAM))).isEqualTo(upTo(head));
    assertThat(append(STREAM, counted(head + 1)).lastSequence()).isEqualTo(head + 1);
    assertThat(amounts(store.events(STREAM))).isEqualTo(upTo(head + 1));
  }

  private void given(int head) {
    if (head > 0) {
      append(STREAM, counted1To(head));
    }
    append(OTHER, counted(1), counted(2));
  }

  /** Expected and actual tell "exists already" (none, 3) from "changed meanwhile" (2, 3). */
  private void assertConflict(Append append, int head) {
    assertThatThrownBy(() -> store.append(append))
        .isInstanceOfSatisfying(
            ConcurrencyConflict.class,
            conflict -> {
              assertThat(conflict.stream()).isEqualTo(STREAM);
              assertThat(conflict.expected()).isEqualTo(append.expected());
              assertThat(conflict.actual()).isEqualTo(head);
            });
  }

  private static ExpectedVersion expectation(String name) {
    return switch (name) {
      case "any" -> ExpectedVersion.any();
      case "none" -> ExpectedVersion.none();
      case "exists" -> ExpectedVersion.exists();
      default -> ExpectedVersion.exactly(Long.parseLong(name));
    };
  }
}
