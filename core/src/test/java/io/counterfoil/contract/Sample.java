package io.counterfoil.contract;

import io.counterfoil.Event;
import io.counterfoil.serialization.EventCodec;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.JsonCodec;
import io.counterfoil.serialization.UnreadablePayload;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events that the suites store. */
public sealed interface Sample extends Event {

  /**
   * Has a number.
   *
   * @param amount any number
   */
  record Counted(long amount) implements Sample {}

  /**
   * Has a text.
   *
   * @param text any text
   */
  record Noted(String text) implements Sample {}

  /**
   * Has a component of each kind.
   *
   * @param amount a number
   * @param text a text
   * @param price a decimal
   * @param at a moment
   * @param day a day
   * @param colour an enum
   * @param origin a record
   * @param route a list
   * @param stock a map
   * @param note perhaps a text
   */
  record Shipped(
      long amount,
      String text,
      BigDecimal price,
      Instant at,
      LocalDate day,
      Colour colour,
      Place origin,
      List<Place> route,
      Map<String, Long> stock,
      Optional<String> note)
      implements Sample {}

  /**
   * Holds another of its kind, as deep as one likes.
   *
   * @param inner perhaps another
   */
  record Nested(Optional<Nested> inner) implements Sample {}

  /**
   * Cannot be written: the suites' codec refuses it.
   *
   * @param reason any text
   */
  record Unwritable(String reason) implements Sample {}

  /** One of a few. */
  enum Colour {
    /** One. */
    RED,
    /** Another, which likes to be called otherwise. */
    DARK_BLUE;

    @Override
    public String toString() {
      return name().charAt(0) + ".";
    }
  }

  /**
   * Part of an event.
   *
   * @param name a text
   * @param number a number
   */
  record Place(String name, int number) {}

  /** Is not registered with any store of the suites. */
  record Stranger(String text) implements Event {}

  /**
   * Returns the types that each store of the suites is built with.
   *
   * @return the members of this family
   */
  static EventTypes types() {
    return EventTypes.of(new RefusingCodec(JsonCodec.create()), List.of(Sample.class));
  }

  /** Refuses one event, and leaves all others to another codec. */
  final class RefusingCodec implements EventCodec {
    private final EventCodec codec;

    private RefusingCodec(EventCodec codec) {
      this.codec = codec;
    }

    @Override
    public String encode(Object value) {
      if (value instanceof Unwritable) {
        throw new UnreadablePayload("Unwritable", "it is made to be refused");
      }
      return codec.encode(value);
    }

    @Override
    public <T> T decode(String text, Class<T> type) {
      return codec.decode(text, type);
    }

    @Override
    public void check(Class<?> type) {
      codec.check(type);
    }
  }
}
