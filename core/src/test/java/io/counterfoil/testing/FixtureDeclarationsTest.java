package io.counterfoil.testing;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.Aggregate;
import io.counterfoil.AggregateClosed;
import io.counterfoil.AlreadyExists;
import io.counterfoil.Event;
import io.counterfoil.InvalidCommand;
import io.counterfoil.InvalidDecision;
import io.counterfoil.testing.FixtureDeclarationsTest.PermitCommand.Forge;
import io.counterfoil.testing.FixtureDeclarationsTest.PermitCommand.Grant;
import io.counterfoil.testing.FixtureDeclarationsTest.PermitCommand.Revoke;
import io.counterfoil.testing.FixtureDeclarationsTest.PermitEvent.Granted;
import io.counterfoil.testing.FixtureDeclarationsTest.PermitEvent.Revoked;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an aggregate declares binds in a fixture as it does on a bus. */
class FixtureDeclarationsTest {

  sealed interface PermitEvent extends Event {
    record Granted(String holder) implements PermitEvent {}

    record Revoked() implements PermitEvent {}
  }

  sealed interface PermitCommand {
    record Grant(String holder, int years) implements PermitCommand {}

    record Revoke() implements PermitCommand {}

    record Forge() implements PermitCommand {}
  }

  private static final Aggregate<PermitCommand, String, PermitEvent> PERMIT =
      Aggregate.named("permit", PermitEvent.class, "nobody")
          .on(Granted.class, (holder, granted) -> granted.holder())
          .on(Revoked.class, (holder, revoked) -> "nobody")
          .closedBy(Revoked.class)
          .identifiedBy(PermitCommand.class, command -> "p1")
          .validate(
              Grant.class,
              (grant, violations) ->
                  violations
                      .require(!grant.holder().isEmpty(), "holder", "must be given")
                      .require(grant.years() > 0, "years", "must be positive"))
          .creates(Grant.class, grant -> List.of(new Granted(grant.holder())))
          .handle(Revoke.class, (revoke, holder) -> List.of(new Revoked()))
          .handle(Forge.class, (forge, holder) -> List.of(new Revoked(), new Granted("me")))
          .build();

  private final AggregateFixture<PermitCommand, String, PermitEvent> permit =
      AggregateFixture.of(PERMIT);

  @Test
  void createsAnAggregateOnce() {
    permit
        .when(new Grant("ada", 1))
        .then(new Granted("ada"))
        .thenState("ada")
        .when(new Grant("bob", 1))
        .thenRejected(AlreadyExists.class)
        .thenState("ada");
  }

  @Test
  void refusesEveryCommandBehindAFinalEvent() {
    permit
        .given(new Granted("ada"), new Revoked())
        .when(new Revoke())
        .thenRejected(AggregateClosed.class)
        .when(new Grant("bob", 1))
        .thenRejected(AggregateClosed.class);
  }

  @Test
  void tellsACommandThatIsWrongByItselfFromOneThatIsRejected() {
    permit
        .given(new Granted("ada"), new Revoked())
        .when(new Grant("", 0))
        .thenInvalid("holder", "years")
        .thenFails(InvalidCommand.class);

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> permit.when(new Grant("", 1)).thenInvalid("years"))
        .withMessageContaining("expected an invalid command, for years")
        .withMessageContaining("holder must be given");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> permit.when(new Grant("ada", 1)).thenInvalid("years"));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> permit.when(new Grant("", 1)).thenRejected("anything"));
  }

  @Test
  void failsWhereAHandlerGivesWhatItMustNot() {
    permit.given(new Granted("ada")).when(new Forge()).thenFails(InvalidDecision.class);
  }
}
