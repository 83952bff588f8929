package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What is written is read back as it was, whatever it is; and text that has no encoding is refused.
 * {@link RandomPayloadTest} tries more types and, if asked, for longer; this one shrinks what it
 * finds.
 */
class PayloadPropertiesTest {
  private static final EventTypes TYPES = EventTypes.of(Thing.class);

  sealed interface Shape {
    record Dot(long x, Optional<String> label) implements Shape {}

    record Bunch(List<Shape> shapes, Map<String, BigDecimal> sizes) implements Shape {}
  }

  sealed interface Thing extends Event {
    record Happened(
        String text,
        BigDecimal exact,
        Instant at,
        DayOfWeek day,
        Optional<String> maybe,
        List<Long> numbers,
        Set<Instant> moments,
        Shape shape)
        implements Thing {}
  }

  /** All of Unicode but halves of surrogate pairs; often beyond its first plane. */
  private static Arbitrary<String> texts(int first) {
    Arbitrary<Integer> points =
        Arbitraries.oneOf(
            Arbitraries.integers().between(first, 0x7F),
            Arbitraries.integers().between(0x80, 0xD7FF),
            Arbitraries.integers().between(0xE000, 0xFFFF),
            Arbitraries.integers().between(0x10000, Character.MAX_CODE_POINT));
    return points
        .list()
        .ofMaxSize(8)
        .map(list -> list.stream().map(Character::toString).reduce("", String::concat));
  }

  /** In JSON, U+0000 is an escape like others. */
  private static Arbitrary<String> texts() {
    return texts(0);
  }

  private static Arbitrary<BigDecimal> decimals() {
    Arbitrary<BigInteger> digits =
        Arbitraries.bigIntegers().between(BigInteger.TEN.pow(40).negate(), BigInteger.TEN.pow(40));
    return Combinators.combine(digits, Arbitraries.integers().between(-60, 60)).as(BigDecimal::new);
  }

  private static Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(-100_000_000_000L, 100_000_000_000L),
            Arbitraries.integers().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  private static Arbitrary<Shape> shapes() {
    return Arbitraries.lazyOf(
        () ->
            Combinators.combine(Arbitraries.longs(), texts().optional())
                .as((x, label) -> (Shape) new Shape.Dot(x, label)),
        () ->
            Combinators.combine(
                    shapes().list().ofMaxSize(2),
                    Arbitraries.maps(texts(), decimals()).ofMaxSize(2))
                .as(Shape.Bunch::new));
  }

  @Provide
  Arbitrary<Thing> things() {
    return Combinators.combine(
            texts(),
            decimals(),
            instants(),
            Arbitraries.of(DayOfWeek.class),
            texts().optional(),
            Arbitraries.longs().list().ofMaxSize(3),
            instants().set().ofMaxSize(3),
            shapes())
        .as(Thing.Happened::new);
  }

  @Property(tries = 500)
  void whatIsWrittenIsReadBackAsItWas(@ForAll("things") Thing thing) {
    EncodedEvent written = TYPES.encode(thing);

    Event back = TYPES.decode(written);

    assertThat(back).isEqualTo(thing);
    assertThat(TYPES.encode(back)).isEqualTo(written);
  }

  @Property(tries = 300)
  void anEnvelopeKeepsItsPayloadAndAllTextsBesideIt(
      @ForAll("things") Thing thing, @ForAll("ids") String id, @ForAll("headers") String header) {
    Metadata metadata =
        Metadata.at(Instant.EPOCH).withCorrelationId(id).withHeader("of " + id, header);
    RecordedEvent event =
        RecordedEvent.held(
            new StreamId("thing", id), 3, 7, new NewEvent(new UUID(1, 2), thing, metadata), TYPES);

    RecordedEvent back = RecordedEvent.fromJson(event.toJson(), TYPES);

    assertThat(back.payload()).isEqualTo(thing);
    assertThat(back.stream()).isEqualTo(event.stream());
    assertThat(back.metadata()).isEqualTo(metadata);
    assertThat(back.toJson()).isEqualTo(event.toJson());
  }

  @Provide
  Arbitrary<String> ids() {
    return texts(1).map(text -> "x" + text);
  }

  @Provide
  Arbitrary<String> headers() {
    return texts(1);
  }

  @Property(tries = 300)
  void halfASurrogatePairIsRefusedWhereverItStands(
      @ForAll("things") Thing thing, @ForAll("halves") String half, @ForAll("ids") String before) {
    Thing.Happened sound = (Thing.Happened) thing;
    String text = before + half + "y";

    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> TYPES.encode(with(sound, text, sound.shape())));
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(
            () ->
                TYPES.encode(
                    with(sound, "", new Shape.Bunch(List.of(), Map.of(text, BigDecimal.ONE)))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metadata.at(Instant.EPOCH).withHeader("name", text));
  }

  @Property(tries = 100)
  void nullCharactersAreRefusedBesideThePayload(@ForAll("ids") String before) {
    String text = before + "\0y";

    assertThatIllegalArgumentException().isThrownBy(() -> new StreamId("thing", text));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metadata.at(Instant.EPOCH).withCorrelationId(text));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metadata.at(Instant.EPOCH).withHeader("name", text));
  }

  private static Thing with(Thing.Happened thing, String text, Shape shape) {
    return new Thing.Happened(
        text,
        thing.exact(),
        thing.at(),
        thing.day(),
        thing.maybe(),
        thing.numbers(),
        thing.moments(),
        shape);
  }

  @Provide
  Arbitrary<String> halves() {
    return Arbitraries.chars()
        .range(Character.MIN_SURROGATE, Character.MAX_SURROGATE)
        .map(String::valueOf);
  }
}
