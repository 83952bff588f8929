package io.counterfoil.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Event;
import io.counterfoil.command.SnapshotPolicy.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotPolicyTest {
  record Opened() implements Event {}

  record MonthEnded() implements Event {}

  @Test
  void everyIsDueWhenAMultipleIsPassed() {
    SnapshotPolicy policy = SnapshotPolicy.every(100);

    assertThat(policy.isDue(between(0, 99))).isFalse();
    assertThat(policy.isDue(between(99, 100))).isTrue();
    assertThat(policy.isDue(between(100, 199))).isFalse();
    assertThat(policy.isDue(between(150, 350))).isTrue();
    assertThatThrownBy(() -> SnapshotPolicy.every(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every 0");
  }

  @Test
  void onEventIsDueWhenOneOfThemHappened() {
    SnapshotPolicy policy = SnapshotPolicy.onEvent(MonthEnded.class);

    assertThat(policy.isDue(with(new Opened(), new MonthEnded()))).isTrue();
    assertThat(policy.isDue(with(new Opened()))).isFalse();
    assertThat(policy.isDue(with())).isFalse();
  }

  @Test
  void whenLooksAtTheStateOfItsOwnType() {
    SnapshotPolicy policy = SnapshotPolicy.when(String.class, String::isEmpty);

    assertThat(policy.isDue(new Change(0, 1, List.of(), ""))).isTrue();
    assertThat(policy.isDue(new Change(0, 1, List.of(), "full"))).isFalse();
    assertThat(policy.isDue(new Change(0, 1, List.of(), 0L))).isFalse();
  }

  @Test
  void orIsDueWhenOneIsAndNeverNever() {
    SnapshotPolicy policy =
        SnapshotPolicy.never()
            .or(SnapshotPolicy.every(10))
            .or(SnapshotPolicy.onEvent(MonthEnded.class));

    assertThat(policy.isDue(between(9, 10))).isTrue();
    assertThat(policy.isDue(with(new MonthEnded()))).isTrue();
    assertThat(policy.isDue(with(new Opened()))).isFalse();
    assertThat(SnapshotPolicy.never().isDue(between(0, 1_000))).isFalse();
  }

  private static Change between(long before, long after) {
    return new Change(before, after, List.of(), "");
  }

  private static Change with(Event... events) {
    return new Change(1, 2, List.of(events), "");
  }
}
