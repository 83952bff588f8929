package io.counterfoil.serialization;

import io.counterfoil.Event;
import io.counterfoil.serialization.Upcaster.Bound;
import io.counterfoil.serialization.Upcaster.Reached;
import io.counterfoil.serialization.Upcaster.Today;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Says what becomes of one stored form of an event, read as a class of its own. Got from {@link
 * Upcasting#as}; immutable.
 *
 * @param <T> what the payload is read as
 */
public final class TypedUpcasting<T> {
  private final EventVersion from;
  private final Class<T> old;
  private final Optional<EventCodec> codec;

  TypedUpcasting(EventVersion from, Class<T> old, Optional<EventCodec> codec) {
    this.from = from;
    this.old = Objects.requireNonNull(old, "old");
    this.codec = codec;
  }

  /**
   * Changes the payload into an object of another class. If that is an event of today, the chain
   * ends there; if it is not, the object is the next schema version of the same event, and the
   * upcaster from there goes on with it.
   *
   * @param result what is given
   * @param change gives it
   * @param <R> what is given
   * @return the upcaster
   */
  public <R> Upcaster to(
      Class<R> result, BiFunction<? super T, ? super UpcastContext, ? extends R> change) {
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(change, "change");
    return upcaster(
        today -> {
          EventVersion target = today.versionOf(result).orElseGet(() -> next(result, today));
          return new Bound(
              Set.of(target),
              true,
              (form, context) ->
                  List.of(
                      new Reached(
                          target,
                          new Form.Value(
                              Upcaster.given(change.apply(read(form, today), context), from)))));
        });
  }

  /**
   * Changes the payload into several events of today, or fewer. They stand in the place of the one,
   * in the order that is given; the sequence and the position stay those of the one.
   *
   * @param results the classes of all events that may be given
   * @param change gives events of these classes, perhaps of each none or several
   * @return the upcaster
   */
  public Upcaster toEach(
      Set<Class<? extends Event>> results,
      BiFunction<? super T, ? super UpcastContext, ? extends List<? extends Event>> change) {
    Set<Class<? extends Event>> classes = Set.copyOf(results);
    Objects.requireNonNull(change, "change");
    return upcaster(
        today -> {
          Map<Class<?>, EventVersion> targets = new HashMap<>();
          classes.forEach(event -> targets.put(event, registered(event, today)));
          return new Bound(
              Set.copyOf(targets.values()),
              true,
              (form, context) ->
                  Upcaster.given(change.apply(read(form, today), context), from).stream()
                      .map(event -> reached(event, targets))
                      .toList());
        });
  }

  private Reached reached(@Nullable Event result, Map<Class<?>, EventVersion> targets) {
    Event event = Upcaster.given(result, from);
    Class<?> given = event.getClass();
    EventVersion target = targets.get(given);
    if (target == null) {
      throw new UnreadablePayload(
          from.type(),
          "the upcaster from "
              + from
              + " gave a "
              + given.getName()
              + ", which is not among the results that it names");
    }
    return new Reached(target, new Form.Value(event));
  }

  private T read(Form form, Today today) {
    return form.as(old, from, today.codec());
  }

  private EventVersion next(Class<?> result, Today today) {
    EventVersion next = new EventVersion(from.type(), from.schemaVersion() + 1);
    if (today.versionOf(from.type()).filter(next::equals).isPresent()) {
      throw new IllegalArgumentException(
          "the upcaster from "
              + from
              + " gives a "
              + result.getName()
              + ", but the next version is today's: give an event of the class that has this name");
    }
    return next;
  }

  private EventVersion registered(Class<? extends Event> result, Today today) {
    return today
        .versionOf(result)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the upcaster from "
                        + from
                        + " gives a "
                        + result.getName()
                        + ", which is no event of today; register its family, or give another"));
  }

  private Upcaster upcaster(Upcaster.Binding binding) {
    return new Upcaster(
        from,
        codec,
        today -> {
          codec.orElse(today.codec()).check(old);
          return binding.bind(today);
        });
  }
}
