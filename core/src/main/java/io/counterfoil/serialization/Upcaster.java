package io.counterfoil.serialization;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leads a payload from one stored form to a later one, whenever it is read. What is stored never
 * changes. Immutable; the functions that it is made of are called on any thread, at the same time,
 * and each time that an old event is read, so they are pure.
 *
 * <p>An upcaster begins at one form, an event's logical name with a schema version, and takes one
 * step: to the next version, to another type, to several events, or to none. The steps are chained
 * by {@link EventTypesBuilder#build()}, which refuses a chain that ends anywhere but at today's
 * classes.
 *
 * <pre>{@code
 * Upcaster.from("MoneyWithdrawn", 1).toNextVersion((json, event) -> json.put("currency", "EUR"))
 * Upcaster.from("MoneyWithdrawn", 2).as(WithdrawnV2.class).to(MoneyWithdrawn.class, (old, event) -> …)
 * Upcaster.from("MoneyTaken", 1).renamedTo("MoneyWithdrawn", 1)
 * Upcaster.from("CacheWarmed", 1).dropped()
 * }</pre>
 */
public final class Upcaster {
  private final EventVersion from;
  private final Optional<EventCodec> codec;
  private final Binding binding;

  Upcaster(EventVersion from, Optional<EventCodec> codec, Binding binding) {
    this.from = from;
    this.codec = codec;
    this.binding = binding;
  }

  /**
   * Begins at a stored form.
   *
   * @param type the logical name that is stored
   * @param schemaVersion the schema version that is stored, 1 or more
   * @return the ways to go on
   * @throws IllegalArgumentException if the version is below 1
   */
  public static Upcasting from(String type, int schemaVersion) {
    return new Upcasting(new EventVersion(type, schemaVersion));
  }

  /**
   * Returns where it begins.
   *
   * @return the stored form
   */
  public EventVersion from() {
    return from;
  }

  /** What reads the stored text, if it is another codec than the one for all. */
  Optional<EventCodec> codec() {
    return codec;
  }

  Bound bind(Today today) {
    return binding.bind(today);
  }

  /** Names where it begins. */
  @Override
  public String toString() {
    return "Upcaster[from " + from + "]";
  }

  static <T> T given(@Nullable T given, EventVersion from) {
    if (given == null) {
      throw new UnreadablePayload(from.type(), "the upcaster from " + from + " gave null");
    }
    return given;
  }

  /** What an upcaster must know of today's events. */
  interface Today {
    EventCodec codec();

    Optional<EventVersion> versionOf(Class<?> event);

    Optional<EventVersion> versionOf(String name);
  }

  interface Binding {
    Bound bind(Today today);
  }

  /**
   * An upcaster among today's events.
   *
   * @param targets the forms that it may lead to
   * @param givesObjects whether it gives objects of the targets' classes, which nothing has to read
   * @param step takes it
   */
  record Bound(Set<EventVersion> targets, boolean givesObjects, Step step) {
    Bound {
      targets = Set.copyOf(targets);
    }
  }

  interface Step {
    List<Reached> take(Form form, UpcastContext context);
  }

  /** A payload, and the form that it has reached. */
  record Reached(EventVersion version, Form form) {}
}
