package io.counterfoil.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.Event;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.EventVersion;
import io.counterfoil.serialization.Upcaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(StoredForms.PROPERTY)
class StoredFormsTest {
  @TempDir Path folder;

  /** The family as it is first. */
  sealed interface First extends Event {
    record Withdrawn(long cents) implements First {}

    record Closed() implements First {}
  }

  /** The family later: withdrawals have a currency. */
  sealed interface Later extends Event {
    record Withdrawn(long cents, String currency) implements Later {}

    record Closed() implements Later {}
  }

  private static final EventTypes FIRST = EventTypes.of(First.class);

  private static EventTypes raised(Upcaster upcaster) {
    return EventTypes.with(Later.class).version(Later.Withdrawn.class, 2).upcast(upcaster).build();
  }

  private StoredForms first() {
    return StoredForms.in(folder, FIRST).sample(new First.Withdrawn(5), new First.Closed());
  }

  private StoredForms later(EventTypes types) {
    return StoredForms.in(folder, types).sample(new Later.Withdrawn(5, "EUR"), new Later.Closed());
  }

  private static Upcaster euros() {
    return Upcaster.from("Withdrawn", 1)
        .toNextVersion((json, event) -> json.put("currency", "EUR"));
  }

  private static void update(StoredForms forms) {
    System.setProperty(StoredForms.PROPERTY, "update");
    try {
      forms.check();
    } finally {
      System.clearProperty(StoredForms.PROPERTY);
    }
  }

  private static ThrowableAssertAlternative<AssertionError> assertFails(StoredForms forms) {
    return assertThatExceptionOfType(AssertionError.class).isThrownBy(forms::check);
  }

  @AfterEach
  void clear() {
    System.clearProperty(StoredForms.PROPERTY);
  }

  @Test
  void writesGoldenFilesOnlyWhenToldTo() throws IOException {
    assertFails(first())
        .withMessageContaining("'Withdrawn' version 1 has no golden file Withdrawn.v1.json")
        .withMessageContaining("'Closed' version 1 has no golden file Closed.v1.json")
        .withMessageContaining("-Dcounterfoil.storedForms=update");
    assertThat(folder).isEmptyDirectory();

    update(first());

    assertThat(folder.resolve("Withdrawn.v1.json")).hasContent("{\"cents\":5}");
    assertThat(first().check())
        .containsEntry(new EventVersion("Withdrawn", 1), List.of(new First.Withdrawn(5)))
        .containsEntry(new EventVersion("Closed", 1), List.of(new First.Closed()));
  }

  @Test
  void failsWhenTheWrittenFormChangesWithoutAnotherVersion() {
    update(first());

    assertFails(later(EventTypes.of(Later.class)))
        .withMessageContaining("'Withdrawn' version 1 is written otherwise than Withdrawn.v1.json")
        .withMessageContaining("raise it and add an upcaster")
        .withMessageContaining("golden   {\"cents\":5}")
        .withMessageContaining("written  {\"cents\":5,\"currency\":\"EUR\"}");
  }

  @Test
  void readsEveryOldFileThroughItsUpcaster() {
    update(first());
    StoredForms later = later(raised(euros()));

    assertFails(later).withMessageContaining("'Withdrawn' version 2 has no golden file");
    update(later);

    assertThat(later.check())
        .containsEntry(new EventVersion("Withdrawn", 1), List.of(new Later.Withdrawn(5, "EUR")))
        .containsEntry(new EventVersion("Withdrawn", 2), List.of(new Later.Withdrawn(5, "EUR")));
    assertThat(folder.resolve("Withdrawn.v1.json")).hasContent("{\"cents\":5}");
  }

  @Test
  void failsWhenAnOldFileBecomesAnotherEventThanItShould() {
    update(first());
    StoredForms later = later(raised(euros()));
    update(later);

    later.becomes("Withdrawn", 1, new Later.Withdrawn(5, "EUR")).check();

    assertFails(later.becomes("Withdrawn", 1, new Later.Withdrawn(5, "DEM")))
        .withMessage(
            """
            stored forms:
              Withdrawn.v1.json: the events are not the expected ones: 1 differs
                ~ 1. Withdrawn[cents=5, currency=EUR]
                       currency: expected "DEM" but was "EUR\"""");
    assertFails(later.becomes("Withdrawn", 1))
        .withMessageContaining("1. unexpected: Withdrawn[cents=5, currency=EUR]");
    assertFails(later.becomes("Withdrawn", 7))
        .withMessageContaining("'Withdrawn' version 7 has no golden file Withdrawn.v7.json");
  }

  /** Is read as something that is not written so. */
  record Halved(double cents) implements Event {
    Halved {
      cents = cents / 2;
    }
  }

  @Test
  void failsWhenWhatAnOldFileBecomesDoesNotSurviveBeingWritten() throws IOException {
    EventTypes types =
        EventTypes.with(Halved.class)
            .upcast(Upcaster.from("Old", 1).renamedTo("Halved", 1))
            .build();
    Files.writeString(folder.resolve("Halved.v1.json"), "{\"cents\":0.0}");
    Files.writeString(folder.resolve("Old.v1.json"), "{\"cents\":8.0}");

    assertFails(StoredForms.in(folder, types).sample(new Halved(0)))
        .withMessageContaining("Old.v1.json: the event does not survive being stored and read back")
        .withMessageContaining("Halved[cents=2.0]");
  }

  @Test
  void failsWhenAnOldFileCannotBeReadAnyMore() {
    update(first());
    Upcaster wrong =
        Upcaster.from("Withdrawn", 1).toNextVersion((json, event) -> json.put("currencie", "EUR"));
    StoredForms later =
        StoredForms.in(
                folder,
                EventTypes.with(Strict.class)
                    .name(Strict.class, "Withdrawn")
                    .version(Strict.class, 2)
                    .upcast(wrong)
                    .upcast(Upcaster.from("Closed", 1).dropped())
                    .build())
            .sample(new Strict(5, 1));

    assertFails(later).withMessageContaining("Withdrawn.v1.json cannot be read any more: ");
  }

  record Strict(long cents, long currency) implements Event {}

  @Test
  void failsWhereAnUpcasterHasNoOldFile() throws IOException {
    update(first());
    StoredForms later = later(raised(euros()));
    update(later);
    Files.delete(folder.resolve("Withdrawn.v1.json"));

    assertFails(later)
        .withMessageContaining("'Withdrawn' version 1 is read by an upcaster")
        .withMessageContaining("Withdrawn.v1.json; write it by hand");
  }

  @Test
  void wantsOneSampleOfEachEvent() {
    update(first());

    assertFails(StoredForms.in(folder, FIRST).sample(new First.Closed()))
        .withMessageContaining("there is no sample of 'Withdrawn'");
    assertFails(first().sample(new First.Withdrawn(5)))
        .withMessageContaining("there are two samples of 'Withdrawn'");
  }

  record Odd(Optional<String> text) implements Event {}

  @Test
  void takesAnyNameAndAnyEndOfLine() throws IOException {
    EventTypes types = EventTypes.with(Odd.class).name(Odd.class, "order/Größe *").build();
    StoredForms odd = StoredForms.in(folder, types).sample(new Odd(Optional.of("ü")));
    update(odd);
    Path file = folder.resolve("order%2FGr%C3%B6%C3%9Fe+%2A.v1.json");
    assertThat(file).hasContent("{\"text\":\"ü\"}");

    Files.writeString(file, "{\"text\":\"ü\"}\r\n");

    assertThat(odd.check()).containsOnlyKeys(new EventVersion("order/Größe *", 1));
  }

  @Test
  void refusesFilesWhoseNameSaysNoVersion() throws IOException {
    update(first());
    Files.writeString(folder.resolve("Withdrawn.json"), "{}");

    assertFails(first()).withMessageContaining("Withdrawn.json is no golden file");
  }
}
