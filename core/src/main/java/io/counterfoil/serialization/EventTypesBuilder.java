package io.counterfoil.serialization;

import io.counterfoil.Event;
import io.counterfoil.EventType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Collects the events of a program: under which names and schema versions they are stored, and how
 * what was stored before becomes what it is today. Not thread-safe; {@link #build()} copies.
 *
 * <pre>{@code
 * EventTypes types =
 *     EventTypes.with(AccountEvent.class)
 *         .version(MoneyWithdrawn.class, 3)
 *         .upcast(Upcaster.from("MoneyWithdrawn", 1).toNextVersion((json, event) -> …))
 *         .upcast(Upcaster.from("MoneyWithdrawn", 2).unchanged())
 *         .build();
 * }</pre>
 */
public final class EventTypesBuilder {
  private final Set<Class<? extends Event>> families = new LinkedHashSet<>();
  private final Map<Class<?>, String> names = new LinkedHashMap<>();
  private final Map<Class<?>, Integer> versions = new LinkedHashMap<>();
  private final Map<Class<?>, EventCodec> codecs = new LinkedHashMap<>();
  private final Map<String, Integer> oldest = new HashMap<>();
  private final List<Upcaster> upcasters = new ArrayList<>();
  private EventCodec codec = JsonCodec.create();

  EventTypesBuilder(Collection<Class<? extends Event>> families) {
    this.families.addAll(families);
  }

  /**
   * Names an event, in the place of its {@link EventType} and of its class's simple name.
   *
   * @param event the class of an event of today
   * @param name the logical name that is stored, 1 to 255 characters
   * @return this builder
   */
  public EventTypesBuilder name(Class<? extends Event> event, String name) {
    names.put(Objects.requireNonNull(event, "event"), Objects.requireNonNull(name, "name"));
    return this;
  }

  /**
   * Sets the schema version that an event is written with, in the place of its {@link EventType}
   * and of 1.
   *
   * @param event the class of an event of today
   * @param schemaVersion 1 or more
   * @return this builder
   */
  public EventTypesBuilder version(Class<? extends Event> event, int schemaVersion) {
    versions.put(Objects.requireNonNull(event, "event"), schemaVersion);
    return this;
  }

  /**
   * Says that versions of an event below one were never stored, or are not there any more: nothing
   * has to read them.
   *
   * @param type the logical name of an event
   * @param schemaVersion the oldest schema version that may be stored
   * @return this builder
   */
  public EventTypesBuilder oldestVersion(String type, int schemaVersion) {
    oldest.put(Objects.requireNonNull(type, "type"), schemaVersion);
    return this;
  }

  /**
   * Adds an upcaster.
   *
   * @param upcaster leads from a form that was stored before
   * @return this builder
   */
  public EventTypesBuilder upcast(Upcaster upcaster) {
    upcasters.add(Objects.requireNonNull(upcaster, "upcaster"));
    return this;
  }

  /**
   * Adds upcasters.
   *
   * @param more each leads from a form that was stored before
   * @return this builder
   */
  public EventTypesBuilder upcast(Collection<Upcaster> more) {
    more.forEach(this::upcast);
    return this;
  }

  /**
   * Sets what writes and reads payloads, states and commands; JSON unless set.
   *
   * @param all the codec for all that has none of its own
   * @return this builder
   */
  public EventTypesBuilder codec(EventCodec all) {
    this.codec = Objects.requireNonNull(all, "all");
    return this;
  }

  /**
   * Sets what writes and reads one event in today's version. Older versions of it are read by the
   * codec for all, or by one that their upcaster names.
   *
   * @param event the class of an event of today
   * @param own the codec
   * @return this builder
   */
  public EventTypesBuilder codec(Class<? extends Event> event, EventCodec own) {
    codecs.put(Objects.requireNonNull(event, "event"), Objects.requireNonNull(own, "own"));
    return this;
  }

  /**
   * Builds the event types, and checks that all of it fits together.
   *
   * @return the event types: independent of this builder
   * @throws IllegalArgumentException if a family is not closed; if two events share a name, or one
   *     has a name that cannot be stored; if a codec cannot write an event; if an older version of
   *     an event has no upcaster; if a chain of upcasters ends where nothing reads, goes round in a
   *     circle, or two upcasters begin at the same form or one at today's; or if a class is named
   *     here that belongs to no family. The message says which, and what to do
   */
  public EventTypes build() {
    CurrentTypes current = new CurrentTypes(families, codec, names, versions, codecs);
    return new EventTypes(current, Chains.of(current, upcasters, oldest));
  }
}
