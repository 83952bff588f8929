package io.counterfoil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class EventFamilyTest {

  sealed interface Account extends Event permits Opened, Money, Closed {}

  record Opened() implements Account {}

  sealed interface Money extends Account permits Deposited, Withdrawn {}

  record Deposited() implements Money {}

  record Withdrawn() implements Money {}

  static final class Closed implements Account {}

  @Test
  void listsTheMembersAtAnyDepthInTheirOrder() {
    EventFamily<Account> family = EventFamily.of(Account.class);

    assertThat(family.root()).isEqualTo(Account.class);
    assertThat(family.members())
        .containsExactly(Opened.class, Deposited.class, Withdrawn.class, Closed.class);
    assertThat(family.members()).isUnmodifiable();
  }

  @Test
  void takesASingleFinalTypeAsAFamilyOfOne() {
    assertThat(EventFamily.of(Opened.class).members()).containsExactly(Opened.class);
  }

  sealed interface Left extends Event {}

  sealed interface Right extends Event {}

  sealed interface Both extends Event permits LeftAndRight {}

  record LeftAndRight() implements Both, Left, Right {}

  sealed interface Diamond extends Event permits Upper, Lower {}

  sealed interface Upper extends Diamond permits Shared {}

  sealed interface Lower extends Diamond permits Shared {}

  record Shared() implements Upper, Lower {}

  @Test
  void listsAMemberOfTwoBranchesOnce() {
    assertThat(EventFamily.of(Diamond.class).members()).containsExactly(Shared.class);
    assertThat(EventFamily.of(Left.class).members()).containsExactly(LeftAndRight.class);
    assertThat(EventFamily.of(Right.class).members()).containsExactly(LeftAndRight.class);
  }

  interface Unsealed extends Event {}

  sealed interface Leaky extends Event permits Opening, Gap {}

  record Opening() implements Leaky {}

  non-sealed interface Gap extends Leaky {}

  @Test
  void refusesAFamilyThatAnyoneCanExtend() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> EventFamily.of(Unsealed.class))
        .withMessageContaining("is not closed: " + Unsealed.class.getName());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> EventFamily.of(Leaky.class))
        .withMessageContaining(Leaky.class.getName())
        .withMessageContaining(Gap.class.getName());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> EventFamily.of(Event.class));
  }
}
