package io.counterfoil.serialization;

import io.counterfoil.Event;
import io.counterfoil.serialization.CurrentTypes.Current;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Maps event classes to the logical names and schema versions that are stored, and payloads to text
 * and back, those of older versions included. Immutable and thread-safe.
 *
 * <p>The name of an event is its class's simple name, or what {@link io.counterfoil.EventType} or
 * the builder says: a class may be moved to another package, or renamed, without touching the
 * store. A class name is never stored, and stored text never picks a class.
 *
 * <p>A stored event that is not in today's form goes through {@linkplain Upcaster upcasters} each
 * time that it is read. It stays one event, at its sequence and position, under the name and
 * version that are stored; what it has become are its payloads: one as a rule, several, or none.
 */
public final class EventTypes {
  private final CurrentTypes current;
  private final Chains chains;

  EventTypes(CurrentTypes current, Chains chains) {
    this.current = current;
    this.chains = chains;
  }

  /**
   * Registers the members of sealed families, written as JSON.
   *
   * @param families sealed interfaces of events, or single event classes
   * @return the event types
   * @throws IllegalArgumentException if they do not fit together, as {@link
   *     EventTypesBuilder#build()} says
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of only reads the array
  public static EventTypes of(Class<? extends Event>... families) {
    return new EventTypesBuilder(List.of(families)).build();
  }

  /**
   * Registers the members of sealed families, written by a codec of one's own.
   *
   * @param codec writes and reads the payloads
   * @param families sealed interfaces of events, or single event classes
   * @return the event types
   * @throws IllegalArgumentException if they do not fit together, as {@link
   *     EventTypesBuilder#build()} says
   */
  public static EventTypes of(EventCodec codec, List<Class<? extends Event>> families) {
    return new EventTypesBuilder(families).codec(codec).build();
  }

  /**
   * Starts with the members of sealed families, to go on with names, versions and upcasters.
   *
   * @param families sealed interfaces of events, or single event classes
   * @return a builder
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of only reads the array
  public static EventTypesBuilder with(Class<? extends Event>... families) {
    return new EventTypesBuilder(List.of(families));
  }

  /**
   * Returns all logical names of today.
   *
   * @return the names, sorted
   */
  public Set<String> names() {
    return current.names();
  }

  /**
   * Finds the names under which events are stored that may have certain names today: the names
   * themselves, and those that upcasters lead from. For authors of stores, whose readers ask for
   * today's names.
   *
   * @param names logical names; of an unknown one, it stands for itself
   * @return the names to look for; never fewer
   */
  public Set<String> storedNames(Set<String> names) {
    return chains.storedNames(names);
  }

  /**
   * Finds the way of a stored form to today's events.
   *
   * @param stored the stored form
   * @return all forms that it goes through, itself first, each before those that it leads to; just
   *     itself if it is today's, or dropped; empty if nothing reads it
   */
  public List<EventVersion> path(EventVersion stored) {
    return List.copyOf(chains.path(Objects.requireNonNull(stored, "stored")));
  }

  /**
   * Returns all forms that can be read: those of today, and those that an upcaster begins at.
   *
   * @return the forms
   */
  public Set<EventVersion> versions() {
    return chains.versions();
  }

  /**
   * Tells whether an event's class is registered.
   *
   * @param event the class of an event
   * @return true if it can be stored
   */
  public boolean knows(Class<? extends Event> event) {
    return current.of(event) != null;
  }

  /**
   * Finds the logical name of an event.
   *
   * @param event the class of an event
   * @return its name
   * @throws UnknownEventType if the class is not registered
   */
  public String nameOf(Class<? extends Event> event) {
    return of(event).name();
  }

  /**
   * Finds the schema version that an event is written with.
   *
   * @param event the class of an event
   * @return its schema version, 1 or more
   * @throws UnknownEventType if the class is not registered
   */
  public int schemaVersionOf(Class<? extends Event> event) {
    return of(event).version();
  }

  private Current of(Class<? extends Event> event) {
    @Nullable Current known = current.of(Objects.requireNonNull(event, "event"));
    if (known == null) {
      throw new UnknownEventType(event.getName(), names());
    }
    return known;
  }

  /**
   * Writes an event.
   *
   * @param event the event
   * @return its stored form
   * @throws UnknownEventType if its class is not registered
   * @throws UnreadablePayload if it cannot be written
   */
  public EncodedEvent encode(Event event) {
    Current known = of(Objects.requireNonNull(event, "event").getClass());
    return new EncodedEvent(known.name(), known.version(), known.codec().encode(event));
  }

  /**
   * Reads an event in the form in which it is written today.
   *
   * @param stored its stored form
   * @return the event
   * @throws UnknownEventType if its name is not known, or has another schema version today
   * @throws UnreadablePayload if the data does not fit the event
   */
  public Event decode(EncodedEvent stored) {
    @Nullable Current event = current.named(stored.type());
    if (event == null || event.version() != stored.schemaVersion()) {
      throw UnknownEventType.inVersion(
          new EventVersion(stored.type(), stored.schemaVersion()),
          event == null ? 0 : event.version(),
          names());
    }
    return event.decode(stored.data());
  }

  /**
   * Reads a stored event of any version, and lets it go through its upcasters.
   *
   * @param stored its stored form
   * @param context tells upcasters where it stands; asked for only if there is one
   * @return what it is today: one event as a rule, several, or none; unmodifiable
   * @throws UnknownEventType if its name, or that schema version of it, is not known
   * @throws UnreadablePayload if the data does not fit the event, or an upcaster failed
   */
  public List<Event> decode(EncodedEvent stored, Supplier<UpcastContext> context) {
    @Nullable Current event = current.named(stored.type());
    return event != null && event.version() == stored.schemaVersion()
        ? List.of(event.decode(stored.data()))
        : chains.read(stored, context.get());
  }

  /**
   * Returns the codec for all, which writes states and commands too.
   *
   * @return the codec
   */
  public EventCodec codec() {
    return current.codec();
  }

  @Override
  public String toString() {
    return "EventTypes" + names();
  }
}
