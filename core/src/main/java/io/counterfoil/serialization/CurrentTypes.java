package io.counterfoil.serialization;

import io.counterfoil.Event;
import io.counterfoil.EventFamily;
import io.counterfoil.EventType;
import io.counterfoil.text.StorableText;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Today's events: their classes, their names, their versions and what writes them. */
final class CurrentTypes implements Upcaster.Today {
  private static final int LONGEST_NAME = 255;

  private final Map<String, Current> byName = new HashMap<>();
  private final Map<Class<?>, Current> byClass = new HashMap<>();
  private final Set<String> names;
  private final EventCodec codec;

  /** An event of today. */
  record Current(Class<? extends Event> type, String name, int version, EventCodec codec) {
    Event decode(String text) {
      return codec.decode(text, type);
    }
  }

  CurrentTypes(
      Collection<Class<? extends Event>> families,
      EventCodec codec,
      Map<Class<?>, String> givenNames,
      Map<Class<?>, Integer> givenVersions,
      Map<Class<?>, EventCodec> codecs) {
    this.codec = codec;
    for (Class<? extends Event> family : families) {
      for (Class<? extends Event> type : EventFamily.of(family).members()) {
        if (!byClass.containsKey(type)) { // else reached through two families
          @Nullable EventType annotation = type.getAnnotation(EventType.class);
          register(
              new Current(
                  type,
                  name(type, givenNames.get(type), annotation),
                  version(type, givenVersions.get(type), annotation),
                  codecs.getOrDefault(type, codec)));
        }
      }
    }
    this.names = Collections.unmodifiableSet(new TreeSet<>(byName.keySet()));
    requireMembers(givenNames.keySet(), "name");
    requireMembers(givenVersions.keySet(), "version");
    requireMembers(codecs.keySet(), "codec");
  }

  private static String name(
      Class<?> type, @Nullable String given, @Nullable EventType annotation) {
    if (given != null) {
      return given;
    }
    return annotation == null || annotation.name().isEmpty()
        ? type.getSimpleName()
        : annotation.name();
  }

  private static int version(
      Class<?> type, @Nullable Integer given, @Nullable EventType annotation) {
    int version = given != null ? given : annotation == null ? 1 : annotation.version();
    if (version < 1) {
      throw new IllegalArgumentException(
          "the schema version of " + type.getName() + " must be 1 or more, but is " + version);
    }
    return version;
  }

  /** The simple name of a class can be empty (anonymous) or beyond what a store keeps. */
  private void register(Current event) {
    String name = event.name();
    if (name.isBlank() || name.length() > LONGEST_NAME || !StorableText.flawOf(name).isEmpty()) {
      throw new IllegalArgumentException(
          event.type().getName()
              + " cannot be an event type: its name must be storable, not blank, and have at most "
              + LONGEST_NAME
              + " characters; give it another with @EventType or the builder's name(...)");
    }
    Current namesake = byName.putIfAbsent(name, event);
    if (namesake != null) {
      throw new IllegalArgumentException(
          "two events share the name '"
              + name
              + "': "
              + namesake.type().getName()
              + " and "
              + event.type().getName()
              + "; rename one of them, or give it another name with @EventType or the builder's"
              + " name(...)");
    }
    event.codec().check(event.type());
    byClass.put(event.type(), event);
  }

  private void requireMembers(Set<Class<?>> types, String what) {
    for (Class<?> type : types) {
      if (!byClass.containsKey(type)) {
        throw new IllegalArgumentException(
            type.getName()
                + " is given a "
                + what
                + ", but belongs to none of the families; add its family to with(...)");
      }
    }
  }

  @Nullable Current named(String name) {
    return byName.get(name);
  }

  @Nullable Current of(Class<?> type) {
    return byClass.get(type);
  }

  Iterable<Current> all() {
    return byName.values();
  }

  Set<String> names() {
    return names;
  }

  @Override
  public EventCodec codec() {
    return codec;
  }

  @Override
  public Optional<EventVersion> versionOf(Class<?> event) {
    return Optional.ofNullable(of(event)).map(CurrentTypes::versionOf);
  }

  @Override
  public Optional<EventVersion> versionOf(String name) {
    return Optional.ofNullable(named(name)).map(CurrentTypes::versionOf);
  }

  private static EventVersion versionOf(Current event) {
    return new EventVersion(event.name(), event.version());
  }

  boolean isCurrent(EventVersion version) {
    Current event = named(version.type());
    return event != null && event.version() == version.schemaVersion();
  }
}
