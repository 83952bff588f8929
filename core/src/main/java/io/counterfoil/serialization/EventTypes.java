package io.counterfoil.serialization;

import io.counterfoil.Event;
import io.counterfoil.EventFamily;
import io.counterfoil.text.StorableText;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Maps event classes to the logical names that are stored, and payloads to JSON and back.
 *
 * <p>The name of an event is its class's simple name: moving a class to another package changes
 * nothing in the store. A class name is never stored, and stored text never picks a class.
 * Immutable and thread-safe.
 */
public final class EventTypes {
  private static final int LONGEST_NAME = 255;

  /** Every type that is written today has this version; upcasters will bring others. */
  private static final int SCHEMA_VERSION = 1;

  private final Map<String, Class<? extends Event>> classes = new TreeMap<>();
  private final Map<Class<?>, String> names = new HashMap<>();
  private final EventCodec codec;

  private EventTypes(Collection<Class<? extends Event>> families, EventCodec codec) {
    this.codec = codec;
    for (Class<? extends Event> family : families) {
      EventFamily.of(family).members().forEach(this::register);
    }
  }

  /**
   * Registers the members of sealed families, written as JSON.
   *
   * @param families sealed interfaces of events, or single event classes
   * @return the event types
   * @throws IllegalArgumentException if a family is not closed, two events share a name, or an
   *     event cannot be written as JSON and read back
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of only reads the array
  public static EventTypes of(Class<? extends Event>... families) {
    return new EventTypes(List.of(families), JsonCodec.create());
  }

  /**
   * Registers the members of sealed families, written by a codec of one's own.
   *
   * @param codec writes and reads the payloads
   * @param families sealed interfaces of events, or single event classes
   * @return the event types
   * @throws IllegalArgumentException if a family is not closed, two events share a name, or the
   *     codec cannot write an event
   */
  public static EventTypes of(EventCodec codec, List<Class<? extends Event>> families) {
    return new EventTypes(families, Objects.requireNonNull(codec, "codec"));
  }

  /** The simple name of a class can be empty (anonymous) or beyond what a store keeps. */
  private void register(Class<? extends Event> type) {
    String name = type.getSimpleName();
    if (name.isEmpty() || name.length() > LONGEST_NAME || !StorableText.flawOf(name).isEmpty()) {
      throw new IllegalArgumentException(
          type.getName()
              + " cannot be an event type: its simple name must be storable and have 1 to "
              + LONGEST_NAME
              + " characters");
    }
    Class<? extends Event> namesake = classes.putIfAbsent(name, type);
    if (namesake == type) {
      return; // reached through two families
    }
    if (namesake != null) {
      throw new IllegalArgumentException(
          "two events share the name '"
              + name
              + "': "
              + namesake.getName()
              + " and "
              + type.getName()
              + "; rename one of them");
    }
    codec.check(type);
    names.put(type, name);
  }

  /**
   * Returns all logical names.
   *
   * @return the names, sorted
   */
  public Set<String> names() {
    return Collections.unmodifiableSet(classes.keySet());
  }

  /**
   * Tells whether an event's class is registered.
   *
   * @param event the class of an event
   * @return true if it can be stored
   */
  public boolean knows(Class<? extends Event> event) {
    return names.containsKey(event);
  }

  /**
   * Finds the logical name of an event.
   *
   * @param event the class of an event
   * @return its name
   * @throws UnknownEventType if the class is not registered
   */
  public String nameOf(Class<? extends Event> event) {
    String name = names.get(Objects.requireNonNull(event, "event"));
    if (name == null) {
      throw new UnknownEventType(event.getName(), names());
    }
    return name;
  }

  /**
   * Finds the schema version that an event is written with.
   *
   * @param event the class of an event
   * @return its schema version, 1 or more
   * @throws UnknownEventType if the class is not registered
   */
  public int schemaVersionOf(Class<? extends Event> event) {
    nameOf(event);
    return SCHEMA_VERSION;
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
    Objects.requireNonNull(event, "event");
    return new EncodedEvent(
        nameOf(event.getClass()), schemaVersionOf(event.getClass()), codec.encode(event));
  }

  /**
   * Reads an event.
   *
   * @param stored its stored form
   * @return the event
   * @throws UnknownEventType if its name, or that schema version of it, is not known
   * @throws UnreadablePayload if the data does not fit the event
   */
  public Event decode(EncodedEvent stored) {
    Class<? extends Event> type = classes.get(stored.type());
    if (type == null) {
      throw new UnknownEventType(stored.type(), names());
    }
    if (stored.schemaVersion() != SCHEMA_VERSION) {
      throw UnknownEventType.inVersion(stored.type(), stored.schemaVersion(), names());
    }
    return codec.decode(stored.data(), type);
  }

  /**
   * Returns the codec, which writes states and commands too.
   *
   * @return the codec
   */
  public EventCodec codec() {
    return codec;
  }

  @Override
  public String toString() {
    return "EventTypes" + names();
  }
}
