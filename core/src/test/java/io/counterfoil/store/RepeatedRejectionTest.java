package io.counterfoil.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.CommandRejected;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepeatedRejectionTest {

  @Test
  void tellsAStoredNoFromANewOne() {
    CommandRejected first =
        new CommandRejected("insufficient-funds", "too little", Map.of("balanceCents", 5));

    CommandRejected again = Rejection.of(first).toException();

    assertThat(first.repeated()).isFalse();
    assertThat(again.repeated()).isTrue();
    assertThat(again.code()).isEqualTo(first.code());
    assertThat(again).hasMessage("too little");
    assertThat(again.data()).isEqualTo(first.data());
  }
}
