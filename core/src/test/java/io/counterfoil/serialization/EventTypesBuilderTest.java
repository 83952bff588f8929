package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.Event;
import io.counterfoil.EventType;
import java.util.Set;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

class EventTypesBuilderTest {

  sealed interface Account extends Event {}

  record Opened(String owner) implements Account {}

  @EventType(name = "MoneyWithdrawn", version = 2)
  record Withdrawal(long cents) implements Account {}

  @EventType(version = 2)
  record Closed() implements Account {}

  private static EventTypesBuilder account() {
    return EventTypes.with(Account.class)
        .oldestVersion("Closed", 2)
        .oldestVersion("MoneyWithdrawn", 2);
  }

  private static ThrowableAssertAlternative<IllegalArgumentException> assertRefused(
      EventTypesBuilder builder) {
    return assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(builder::build);
  }

  @Test
  void takesNamesAndVersionsFromAnnotations() {
    EventTypes types = account().build();

    assertThat(types.encode(new Withdrawal(5)))
        .isEqualTo(new EncodedEvent("MoneyWithdrawn", 2, "{\"cents\":5}"));
    assertThat(types.encode(new Closed())).isEqualTo(new EncodedEvent("Closed", 2, "{}"));
    assertThat(types.encode(new Opened("Ada")).schemaVersion()).isEqualTo(1);
    assertThat(types.names()).containsExactly("Closed", "MoneyWithdrawn", "Opened");
  }

  @Test
  void prefersWhatTheBuilderSays() {
    EventTypes types =
        account()
            .name(Withdrawal.class, "Taken")
            .version(Withdrawal.class, 1)
            .oldestVersion("Taken", 1)
            .name(Opened.class, "AccountOpened")
            .version(Opened.class, 3)
            .oldestVersion("AccountOpened", 3)
            .oldestVersion("Closed", 1)
            .version(Closed.class, 1)
            .upcast(Upcaster.from("MoneyWithdrawn", 2).renamedTo("Taken", 1))
            .build();

    assertThat(types.encode(new Withdrawal(5)))
        .isEqualTo(new EncodedEvent("Taken", 1, "{\"cents\":5}"));
    assertThat(types.nameOf(Opened.class)).isEqualTo("AccountOpened");
    assertThat(types.schemaVersionOf(Opened.class)).isEqualTo(3);
    assertThat(types.schemaVersionOf(Closed.class)).isEqualTo(1);
  }

  static final class Elsewhere {
    @EventType(name = "Opened")
    record AccountOpened(String owner) implements Event {}
  }

  @Test
  void readsUnderItsNameWhatAClassOfAnotherNameAndPlaceHasWritten() {
    EncodedEvent stored = EventTypes.of(Opened.class).encode(new Opened("Ada"));

    EventTypes later = EventTypes.of(Elsewhere.AccountOpened.class);

    assertThat(later.decode(stored)).isEqualTo(new Elsewhere.AccountOpened("Ada"));
    assertThat(later.encode(new Elsewhere.AccountOpened("Ada"))).isEqualTo(stored);
  }

  @Test
  void refusesTwoEventsOfOneNameHoweverTheyGotIt() {
    assertRefused(EventTypes.with(Opened.class, Elsewhere.AccountOpened.class))
        .withMessageContaining("two events share the name 'Opened'")
        .withMessageContaining(Opened.class.getName())
        .withMessageContaining(Elsewhere.AccountOpened.class.getName())
        .withMessageContaining("give it another name");
    assertRefused(account().name(Closed.class, "Opened"))
        .withMessageContaining("two events share the name 'Opened'");
  }

  @Test
  void refusesNamesThatAreMissingOrCannotBeStored() {
    for (String name : Set.of("", " ", "x".repeat(256), "a\0b", "\uD83D")) {
      assertRefused(account().name(Opened.class, name))
          .withMessageContaining(Opened.class.getName() + " cannot be an event type");
    }
  }

  @EventType(version = 0)
  record Zeroth() implements Event {}

  @Test
  void refusesVersionsBelowOne() {
    assertRefused(EventTypes.with(Zeroth.class))
        .withMessageContaining("the schema version of " + Zeroth.class.getName())
        .withMessageContaining("is 0");
    assertRefused(account().version(Opened.class, -1)).withMessageContaining("is -1");
  }

  record Stranger() implements Event {}

  @Test
  void refusesToSayAnythingOfAClassThatIsNoEventOfToday() {
    assertRefused(account().name(Stranger.class, "X"))
        .withMessageContaining(Stranger.class.getName() + " is given a name")
        .withMessageContaining("add its family");
    assertRefused(account().version(Stranger.class, 2)).withMessageContaining("a version");
    assertRefused(account().codec(Stranger.class, JsonCodec.create()))
        .withMessageContaining("a codec");
    assertRefused(account().oldestVersion("Stranger", 2))
        .withMessageContaining("oldestVersion(...) names 'Stranger'");
  }

  @Test
  void isIndependentOfWhatItHasBuilt() {
    EventTypesBuilder builder = account();
    EventTypes before = builder.build();

    builder.name(Opened.class, "Other");

    assertThat(before.nameOf(Opened.class)).isEqualTo("Opened");
    assertThat(builder.build().nameOf(Opened.class)).isEqualTo("Other");
  }
}
