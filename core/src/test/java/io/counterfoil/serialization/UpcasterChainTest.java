package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.Event;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** What is wrong with a chain is found when the event types are built. */
class UpcasterChainTest {

  sealed interface Family extends Event {}

  record A(long n) implements Family {}

  record B(long n) implements Family {}

  private static EventTypesBuilder types(Upcaster... upcasters) {
    return EventTypes.with(Family.class).upcast(List.of(upcasters));
  }

  private static ThrowableAssertAlternative<IllegalArgumentException> assertRefused(
      EventTypesBuilder types) {
    return assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(types::build);
  }

  @Test
  void refusesAVersionThatWasRaisedWithoutAnUpcaster() {
    assertRefused(types().version(A.class, 2))
        .withMessageContaining("nothing reads 'A' version 1, although there is a version 2")
        .withMessageContaining("add Upcaster.from(\"A\", 1)");
    assertRefused(types(Upcaster.from("A", 1).to("A", 3, (j, e) -> j)).version(A.class, 3))
        .withMessageContaining("nothing reads 'A' version 2");
    assertRefused(types(Upcaster.from("Old", 2).renamedTo("A", 1)))
        .withMessageContaining("nothing reads 'Old' version 1");
  }

  @Test
  void letsVersionsBeThatWereNeverStored() {
    EventTypes types =
        types(Upcaster.from("A", 2).unchanged(), Upcaster.from("Old", 7).dropped())
            .version(A.class, 3)
            .oldestVersion("A", 2)
            .oldestVersion("Old", 7)
            .build();

    assertThat(types.path(new EventVersion("A", 1))).isEmpty();
    assertThat(types.path(new EventVersion("A", 2))).hasSize(2);
  }

  @Test
  void refusesAChainThatEndsBeforeToday() {
    assertRefused(
            types(Upcaster.from("A", 1).unchanged(), Upcaster.from("A", 3).unchanged())
                .version(A.class, 4))
        .withMessageContaining("the upcaster from 'A' version 1 leads to 'A' version 2")
        .withMessageContaining("today's version is 4; add an upcaster from there");
    assertRefused(types(Upcaster.from("A", 1).to("B", 2, (j, e) -> j)).version(A.class, 2))
        .withMessageContaining("leads to 'B' version 2, which nothing reads")
        .withMessageContaining("today's version is 1; raise it");
  }

  @Test
  void refusesATargetThatNobodyKnows() {
    assertRefused(types(Upcaster.from("Old", 1).renamedTo("C", 1)))
        .withMessageContaining("leads to 'C' version 1, which nothing reads")
        .withMessageContaining("no event of today has that name (known are [A, B])");
  }

  @Test
  void refusesACircle() {
    assertRefused(
            types(
                Upcaster.from("Old", 1).renamedTo("Older", 1),
                Upcaster.from("Older", 1).renamedTo("Old", 1)))
        .withMessageContaining("a circle: 'Old' version 1 -> 'Older' version 1 -> 'Old' version 1");
    assertRefused(types(Upcaster.from("Old", 1).renamedTo("Old", 1)))
        .withMessageContaining("a circle: 'Old' version 1 -> 'Old' version 1");
    assertRefused(
            types(
                Upcaster.from("Old", 1)
                    .toEach(
                        Set.of(new EventVersion("A", 1), new EventVersion("Old", 2)),
                        (json, event) -> List.of()),
                Upcaster.from("Old", 2).renamedTo("Old", 1)))
        .withMessageContaining("round in a circle");
  }

  @Test
  void takesTwoWaysToTheSameFormForNoCircle() {
    EventTypes types =
        types(
                Upcaster.from("Old", 1)
                    .toEach(
                        Set.of(new EventVersion("Old", 2), new EventVersion("A", 1)),
                        (json, event) -> List.of()),
                Upcaster.from("Old", 2).renamedTo("A", 1))
            .build();

    assertThat(types.path(new EventVersion("Old", 1)))
        .startsWith(new EventVersion("Old", 1))
        .containsExactlyInAnyOrder(
            new EventVersion("Old", 1), new EventVersion("Old", 2), new EventVersion("A", 1));
  }

  @Test
  void refusesToBeginAtWhatIsWrittenToday() {
    assertRefused(types(Upcaster.from("A", 1).to("B", 1, (json, event) -> json)))
        .withMessageContaining("an upcaster begins at 'A' version 1")
        .withMessageContaining(A.class.getName() + " is written with version 1 today");
    assertRefused(types(Upcaster.from("A", 2).renamedTo("B", 1)))
        .withMessageContaining("an upcaster begins at 'A' version 2");
  }

  @Test
  void refusesTwoUpcastersFromOneForm() {
    assertRefused(types(Upcaster.from("Old", 1).dropped(), Upcaster.from("Old", 1).dropped()))
        .withMessageContaining("two upcasters begin at 'Old' version 1");
  }

  record Shapeless(Object anything) {}

  record Next(long n) {}

  record Stranger() implements Event {}

  @Test
  void refusesClassesThatTheCodecOrTheChainCannotUse() {
    assertRefused(
            types(Upcaster.from("Old", 1).as(Shapeless.class).to(A.class, (old, e) -> new A(1))))
        .withMessageContaining(Shapeless.class.getName())
        .withMessageContaining("component anything");
    assertRefused(
            types(Upcaster.from("A", 1).as(Next.class).to(Next.class, (old, e) -> old))
                .version(A.class, 2))
        .withMessageContaining("gives a " + Next.class.getName())
        .withMessageContaining("the next version is today's");
    assertRefused(
            types(
                Upcaster.from("Old", 1)
                    .as(Next.class)
                    .toEach(Set.of(Stranger.class), (old, e) -> List.of())))
        .withMessageContaining(Stranger.class.getName() + ", which is no event of today");
    assertRefused(types(Upcaster.from("Old", 1).readBy(JsonCodec.create())))
        .withMessageContaining("'Old' version 1 has it read as today's class of that name");
  }

  @Test
  void showsTheWayOfAStoredForm() {
    EventTypes types =
        types(
                Upcaster.from("A", 1).unchanged(),
                Upcaster.from("Old", 1).renamedTo("A", 1),
                Upcaster.from("Gone", 1).dropped())
            .version(A.class, 2)
            .build();

    assertThat(types.path(new EventVersion("A", 2))).containsExactly(new EventVersion("A", 2));
    assertThat(types.path(new EventVersion("Old", 1)))
        .containsExactly(
            new EventVersion("Old", 1), new EventVersion("A", 1), new EventVersion("A", 2));
    assertThat(types.path(new EventVersion("Gone", 1)))
        .containsExactly(new EventVersion("Gone", 1));
    assertThat(types.path(new EventVersion("A", 3))).isEmpty();
    assertThat(types.path(new EventVersion("Nobody", 1))).isEmpty();
  }

  @Test
  void findsAllNamesThatAnEventOfTodayMayBeStoredUnder() {
    EventTypes types =
        types(
                Upcaster.from("Old", 1).renamedTo("Older", 1),
                Upcaster.from("Older", 1)
                    .toEach(
                        Set.of(new EventVersion("A", 1), new EventVersion("B", 1)),
                        (json, event) -> List.of()),
                Upcaster.from("OldA", 1).renamedTo("A", 1),
                Upcaster.from("Gone", 1).dropped())
            .build();

    assertThat(types.storedNames(Set.of("A")))
        .containsExactlyInAnyOrder("A", "Old", "Older", "OldA");
    assertThat(types.storedNames(Set.of("B"))).containsExactlyInAnyOrder("B", "Old", "Older");
    assertThat(types.storedNames(Set.of("Gone", "Nobody")))
        .containsExactlyInAnyOrder("Gone", "Nobody");
    assertThat(types.storedNames(Set.of())).isEmpty();
  }
}
