package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class UpcasterTest {
  private static final UpcastContext CONTEXT =
      new UpcastContext(
          "account",
          "acc_1",
          47,
          901,
          new UUID(1, 2),
          Metadata.at(Instant.EPOCH).withHeader("currency", "EUR"));

  sealed interface AccountEvent extends Event {}

  record Withdrawn(long cents, String currency, Optional<String> note) implements AccountEvent {}

  record Deposited(long cents, String currency) implements AccountEvent {}

  /** Withdrawn, as it was once. */
  record WithdrawnFirst(long cents) {}

  /** Withdrawn, as it was next. */
  record WithdrawnNext(long cents, String currency) {}

  private static List<Event> read(EventTypesBuilder types, String type, int version, String data) {
    return types.build().decode(new EncodedEvent(type, version, data), () -> CONTEXT);
  }

  private static EventTypesBuilder types(Upcaster... upcasters) {
    return EventTypes.with(AccountEvent.class).upcast(List.of(upcasters));
  }

  /** Withdrawn at version 3, whose older versions are led on by these. */
  private static EventTypesBuilder third(Upcaster first, Upcaster second) {
    return types(first, second).version(Withdrawn.class, 3);
  }

  @Test
  void changesTreesVersionByVersion() {
    EventTypesBuilder types =
        third(
            Upcaster.from("Withdrawn", 1)
                .toNextVersion((json, event) -> json.put("currency", "EUR")),
            Upcaster.from("Withdrawn", 2)
                .toNextVersion(
                    (json, event) -> json.put("note", "was " + json.get("currency").asString())));

    assertThat(read(types, "Withdrawn", 1, "{\"cents\":5,\"gone\":[1]}"))
        .containsExactly(new Withdrawn(5, "EUR", Optional.of("was EUR")));
    assertThat(read(types, "Withdrawn", 2, "{\"cents\":5,\"currency\":\"CHF\"}"))
        .containsExactly(new Withdrawn(5, "CHF", Optional.of("was CHF")));
    assertThat(read(types, "Withdrawn", 3, "{\"cents\":5,\"currency\":\"CHF\"}"))
        .containsExactly(new Withdrawn(5, "CHF", Optional.empty()));
  }

  @Test
  void changesOldRecordsIntoNewOnes() {
    EventTypesBuilder types =
        third(
            Upcaster.from("Withdrawn", 1)
                .as(WithdrawnFirst.class)
                .to(WithdrawnNext.class, (old, event) -> new WithdrawnNext(old.cents(), "EUR")),
            Upcaster.from("Withdrawn", 2)
                .as(WithdrawnNext.class)
                .to(
                    Withdrawn.class,
                    (old, event) ->
                        new Withdrawn(old.cents(), old.currency(), Optional.of("typed"))));

    assertThat(read(types, "Withdrawn", 1, "{\"cents\":5}"))
        .containsExactly(new Withdrawn(5, "EUR", Optional.of("typed")));
    assertThat(read(types, "Withdrawn", 2, "{\"cents\":5,\"currency\":\"CHF\"}"))
        .containsExactly(new Withdrawn(5, "CHF", Optional.of("typed")));
  }

  @Test
  void goesFromTreesToRecordsAndBack() {
    Upcaster typed =
        Upcaster.from("Withdrawn", 1)
            .as(WithdrawnFirst.class)
            .to(WithdrawnNext.class, (old, event) -> new WithdrawnNext(old.cents() + 1, "EUR"));
    Upcaster tree =
        Upcaster.from("Withdrawn", 2).toNextVersion((json, event) -> json.put("note", "tree"));
    Upcaster treeFirst =
        Upcaster.from("Withdrawn", 1).toNextVersion((json, event) -> json.put("currency", "CHF"));
    Upcaster typedNext =
        Upcaster.from("Withdrawn", 2)
            .as(WithdrawnNext.class)
            .to(
                Withdrawn.class,
                (old, event) -> new Withdrawn(old.cents(), old.currency(), Optional.empty()));

    assertThat(read(third(typed, tree), "Withdrawn", 1, "{\"cents\":5}"))
        .containsExactly(new Withdrawn(6, "EUR", Optional.of("tree")));
    assertThat(read(third(treeFirst, typedNext), "Withdrawn", 1, "{\"cents\":5}"))
        .containsExactly(new Withdrawn(5, "CHF", Optional.empty()));
  }

  @Test
  void splitsOneEventIntoSeveralInOrderEachOnItsOwnChain() {
    EventTypesBuilder types =
        types(
                Upcaster.from("Transferred", 1)
                    .toEach(
                        Set.of(new EventVersion("Withdrawn", 1), new EventVersion("Deposited", 1)),
                        (json, event) ->
                            List.of(
                                EventTree.of("Withdrawn", 1, json),
                                EventTree.of("Deposited", 1, json.deepCopy().put("currency", "x")),
                                EventTree.of("Withdrawn", 1, json))),
                Upcaster.from("Withdrawn", 1)
                    .toNextVersion(
                        (json, event) ->
                            json.put("cents", json.get("cents").asLong() + 1)
                                .put("currency", "EUR")))
            .version(Withdrawn.class, 2);

    assertThat(read(types, "Transferred", 1, "{\"cents\":5}"))
        .containsExactly(
            new Withdrawn(6, "EUR", Optional.empty()),
            new Deposited(5, "x"),
            new Withdrawn(6, "EUR", Optional.empty()));
  }

  /** Both amounts of a transfer in one event. */
  @Test
  void keepsWhatSeveralEventsShareFromTheUpcastersBehind() {
    ObjectNode always =
        JsonNodeFactory.instance.objectNode().put("cents", 5).put("currency", "EUR");
    EventTypesBuilder types =
        types(
                Upcaster.from("Paid", 1).to("Withdrawn", 1, (json, event) -> always),
                Upcaster.from("Withdrawn", 1)
                    .toNextVersion(
                        (json, event) -> json.put("cents", json.get("cents").asLong() + 1)))
            .version(Withdrawn.class, 2);

    List<Event> first = read(types, "Paid", 1, "{}");
    List<Event> second = read(types, "Paid", 1, "{}");

    assertThat(first).containsExactly(new Withdrawn(6, "EUR", Optional.empty()));
    assertThat(second).isEqualTo(first);
  }

  record Transferred(long out, long in) {}

  @Test
  void splitsAnOldRecordIntoEventsOfToday() {
    EventTypesBuilder types =
        types(
            Upcaster.from("Transferred", 1)
                .as(Transferred.class)
                .toEach(
                    Set.of(Withdrawn.class, Deposited.class),
                    (old, event) -> {
                      List<Event> events = new ArrayList<>();
                      if (old.out() > 0) {
                        events.add(new Withdrawn(old.out(), "EUR", Optional.empty()));
                      }
                      if (old.in() > 0) {
                        events.add(new Deposited(old.in(), "EUR"));
                      }
                      return events;
                    }));

    assertThat(read(types, "Transferred", 1, "{\"out\":5,\"in\":7}"))
        .containsExactly(new Withdrawn(5, "EUR", Optional.empty()), new Deposited(7, "EUR"));
    assertThat(read(types, "Transferred", 1, "{\"out\":0,\"in\":7}"))
        .containsExactly(new Deposited(7, "EUR"));
    assertThat(read(types, "Transferred", 1, "{\"out\":0,\"in\":0}")).isEmpty();
  }

  @Test
  void dropsAnEventWithoutReadingIt() {
    EventTypesBuilder types = types(Upcaster.from("CacheWarmed", 1).dropped());

    assertThat(read(types, "CacheWarmed", 1, "no JSON")).isEmpty();
  }

  @Test
  void renamesAnEventWithAndWithoutAChange() {
    EventTypesBuilder types =
        types(
                Upcaster.from("Paid", 1).renamedTo("Deposited", 1),
                Upcaster.from("Deposited", 1).unchanged(),
                Upcaster.from("Taken", 1)
                    .to("Withdrawn", 1, (json, event) -> json.put("currency", "EUR")))
            .version(Deposited.class, 2);

    assertThat(read(types, "Paid", 1, "{\"cents\":5,\"currency\":\"EUR\"}"))
        .containsExactly(new Deposited(5, "EUR"));
    assertThat(read(types, "Taken", 1, "{\"cents\":5}"))
        .containsExactly(new Withdrawn(5, "EUR", Optional.empty()));
  }

  @Test
  void tellsUpcastersWhereTheEventStandsAndWhatIsKnownBesideIt() {
    List<UpcastContext> seen = new ArrayList<>();
    EventTypesBuilder types =
        types(
                Upcaster.from("Deposited", 1)
                    .toNextVersion(
                        (json, event) -> {
                          seen.add(event);
                          return json.put("currency", event.metadata().headers().get("currency"));
                        }))
            .version(Deposited.class, 2);

    assertThat(read(types, "Deposited", 1, "{\"cents\":5}"))
        .containsExactly(new Deposited(5, "EUR"));
    assertThat(seen).containsExactly(CONTEXT);
  }

  /** Numbers of all kinds. */
  record Numbers(BigDecimal price, BigInteger count, double ratio, long id) implements Event {}

  @Test
  void keepsAllDigitsOfNumbersInTrees() {
    String json =
        "{\"price\":1.10,\"count\":123456789012345678901234567890,\"ratio\":0.1,"
            + "\"id\":9007199254740993,\"old\":0}";
    EventTypesBuilder types =
        EventTypes.with(Numbers.class)
            .version(Numbers.class, 2)
            .upcast(
                Upcaster.from("Numbers", 1)
                    .toNextVersion(
                        (tree, event) -> {
                          tree.remove("old");
                          return tree;
                        }));

    assertThat(read(types, "Numbers", 1, json))
        .containsExactly(
            new Numbers(
                new BigDecimal("1.10"),
                new BigInteger("123456789012345678901234567890"),
                0.1,
                9_007_199_254_740_993L));
    assertThat(
            read(types, "Numbers", 1, json.replace("1.10", "1.2345678901234567890123456789E-400")))
        .containsExactly(
            new Numbers(
                new BigDecimal("1.2345678901234567890123456789E-400"),
                new BigInteger("123456789012345678901234567890"),
                0.1,
                9_007_199_254_740_993L));
  }

  @Test
  void readsWhatAnUpcasterGivesAsStrictlyAsWhatIsStored() {
    EventTypesBuilder types =
        types(Upcaster.from("Paid", 1).to("Deposited", 1, (json, event) -> json.put("cents", "5")));

    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> read(types, "Paid", 1, "{\"currency\":\"EUR\"}"))
        .withMessageContaining("cents: expected a whole number of 64 bits");
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> read(types, "Paid", 1, "{\"cents\":1,\"cents\":1}"))
        .withMessageContaining("the payload of Paid cannot be read");
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> read(types, "Paid", 1, "[5]"))
        .withMessageContaining("expected an object");
  }

  @Test
  void namesTheUpcasterThatFailedAndKeepsThePayloadOut() {
    EventTypesBuilder types =
        types(
            Upcaster.from("Paid", 1)
                .to(
                    "Deposited",
                    1,
                    (json, event) -> {
                      throw new IllegalStateException("cannot use " + json);
                    }));

    UnreadablePayload thrown =
        catchThrowableOfType(
            UnreadablePayload.class, () -> read(types, "Paid", 1, "{\"text\":\"s3cret\"}"));

    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("s3cret");
    assertThat(thrown)
        .hasMessageContaining("the upcaster from 'Paid' version 1 failed with")
        .hasMessageContaining("java.lang.IllegalStateException at ")
        .hasMessageContaining("UpcasterTest.java:");
  }

  @Test
  void namesTheUpcasterThatNeverEndsOrWhoseClassesAreBroken() {
    for (Error error : List.of(new StackOverflowError("s3cret"), new NoClassDefFoundError("x"))) {
      EventTypesBuilder types =
          types(
              Upcaster.from("Paid", 1)
                  .to(
                      "Deposited",
                      1,
                      (json, event) -> {
                        throw error;
                      }));

      assertThatExceptionOfType(UnreadablePayload.class)
          .isThrownBy(() -> read(types, "Paid", 1, "{\"text\":\"s3cret\"}"))
          .withMessageContaining("the upcaster from 'Paid' version 1 failed with")
          .withMessageContaining(error.getClass().getName())
          .withMessageNotContaining("s3cret");
    }
  }

  @Test
  void saysWhenAnUpcasterGivesNothingOrWhatItDoesNotName() {
    EventTypesBuilder gives =
        types(
            Upcaster.from("Paid", 1).to("Deposited", 1, (json, event) -> nothing()),
            Upcaster.from("Split", 1)
                .toEach(
                    Set.of(new EventVersion("Deposited", 1)),
                    (json, event) -> List.of(EventTree.of("Withdrawn", 1, json))),
            Upcaster.from("Typed", 1)
                .as(WithdrawnFirst.class)
                .toEach(
                    Set.of(Deposited.class),
                    (old, event) -> List.of(new Withdrawn(1, "EUR", Optional.empty()))));

    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> read(gives, "Paid", 1, "{}"))
        .withMessageContaining("the upcaster from 'Paid' version 1 gave null");
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> read(gives, "Split", 1, "{}"))
        .withMessageContaining("gave 'Withdrawn' version 1, which it does not name");
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> read(gives, "Typed", 1, "{\"cents\":1}"))
        .withMessageContaining("gave a " + Withdrawn.class.getName());
  }

  @SuppressWarnings("NullAway") // what a careless host does
  private static ObjectNode nothing() {
    return null;
  }

  @Test
  void readsTodaysFormWithoutAskingForAContext() {
    EventTypes types = types(Upcaster.from("Paid", 1).renamedTo("Deposited", 1)).build();

    assertThat(
            types.decode(
                types.encode(new Deposited(5, "EUR")),
                () -> {
                  throw new AssertionError("nobody needs a context");
                }))
        .containsExactly(new Deposited(5, "EUR"));
  }

  @Test
  void saysWhatIsNewerOrUnknown() {
    EventTypesBuilder types = types(Upcaster.from("Paid", 1).renamedTo("Deposited", 1));

    assertThatExceptionOfType(UnknownEventType.class)
        .isThrownBy(() -> read(types, "Deposited", 2, "{}"))
        .withMessageContaining("unknown schema version 2 of event type 'Deposited'")
        .withMessageContaining("is newer than this program's 1: a later release wrote it")
        .satisfies(
            e -> {
              assertThat(e.type()).isEqualTo("Deposited");
              assertThat(e.schemaVersion()).hasValue(2);
              assertThat(e.known()).containsExactlyInAnyOrder("Deposited", "Withdrawn");
            });
    assertThatExceptionOfType(UnknownEventType.class)
        .isThrownBy(() -> read(types, "Paid", 2, "{}"))
        .withMessageContaining("unknown event type 'Paid'");
    assertThatExceptionOfType(UnknownEventType.class)
        .isThrownBy(
            () ->
                read(
                    types().version(Deposited.class, 2).oldestVersion("Deposited", 2),
                    "Deposited",
                    1,
                    "{}"))
        .withMessageContaining("is older than this program's 2: no upcaster begins there");
  }
}
