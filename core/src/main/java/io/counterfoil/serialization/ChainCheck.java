package io.counterfoil.serialization;

import io.counterfoil.serialization.Chains.Link;
import io.counterfoil.serialization.CurrentTypes.Current;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out, before anything is read, whether every chain of upcasters leads to today's events. */
final class ChainCheck {
  private final CurrentTypes current;
  private final Map<EventVersion, Link> links;
  private final Map<String, Integer> oldest;
  private final Set<EventVersion> sound = new HashSet<>();

  ChainCheck(CurrentTypes current, Map<EventVersion, Link> links, Map<String, Integer> oldest) {
    this.current = current;
    this.links = links;
    this.oldest = oldest;
  }

  void check() {
    links.keySet().forEach(this::requirePast);
    links.keySet().forEach(from -> follow(from, new ArrayList<>()));
    requireNoGaps();
    links.values().forEach(this::requireReadableTargets);
  }

  private void requirePast(EventVersion from) {
    @Nullable Current event = current.named(from.type());
    if (event != null && from.schemaVersion() >= event.version()) {
      throw new IllegalArgumentException(
          "an upcaster begins at "
              + from
              + ", but "
              + event.type().getName()
              + " is written with version "
              + event.version()
              + " today; raise that with @EventType or the builder's version(...), or remove the"
              + " upcaster");
    }
  }

  private void follow(EventVersion from, List<EventVersion> way) {
    if (way.contains(from)) {
      List<EventVersion> circle = new ArrayList<>(way.subList(way.indexOf(from), way.size()));
      circle.add(from);
      throw new IllegalArgumentException(
          "upcasters go round in a circle: "
              + circle.stream().map(EventVersion::toString).collect(Collectors.joining(" -> "))
              + "; let one of them lead to a later form");
    }
    if (sound.contains(from)) {
      return;
    }
    way.add(from);
    @Nullable Link link = links.get(from);
    if (link != null) {
      for (EventVersion target : link.bound().targets()) {
        if (!links.containsKey(target) && !current.isCurrent(target)) {
          throw deadEnd(from, target);
        }
        follow(target, way);
      }
    }
    way.remove(way.size() - 1);
    sound.add(from);
  }

  private IllegalArgumentException deadEnd(EventVersion from, EventVersion target) {
    @Nullable Current event = current.named(target.type());
    String why;
    if (event == null) {
      why =
          "no event of today has that name (known are "
              + current.names()
              + "); register its family, or add an upcaster from there";
    } else if (target.schemaVersion() > event.version()) {
      why =
          "today's version is "
              + event.version()
              + "; raise it with @EventType or the builder's version(...)";
    } else {
      why = "today's version is " + event.version() + "; add an upcaster from there";
    }
    return new IllegalArgumentException(
        "the upcaster from " + from + " leads to " + target + ", which nothing reads: " + why);
  }

  /** A version that was raised without an upcaster is found here, not at the first old event. */
  private void requireNoGaps() {
    Map<String, Integer> newest = new LinkedHashMap<>();
    links.keySet().forEach(from -> newest.merge(from.type(), from.schemaVersion(), Math::max));
    current.all().forEach(event -> newest.put(event.name(), event.version()));
    newest.forEach(
        (name, last) -> {
          for (int version = oldest.getOrDefault(name, 1); version < last; version++) {
            EventVersion past = new EventVersion(name, version);
            if (!links.containsKey(past)) {
              throw new IllegalArgumentException(
                  "nothing reads "
                      + past
                      + ", although there is a version "
                      + last
                      + "; add Upcaster.from(\""
                      + name
                      + "\", "
                      + version
                      + "), or say with oldestVersion(...) that it was never stored");
            }
          }
        });
    for (String name : oldest.keySet()) {
      if (!newest.containsKey(name)) {
        throw new IllegalArgumentException(
            "oldestVersion(...) names '" + name + "', which no event and no upcaster has");
      }
    }
  }

  /** Trees, and text under another name, are read by the codec for all. */
  private void requireReadableTargets(Link link) {
    if (!link.bound().givesObjects()) {
      for (EventVersion target : link.bound().targets()) {
        @Nullable Current event = current.named(target.type());
        if (event != null && current.isCurrent(target)) {
          link.reader().check(event.type());
        }
      }
    }
  }
}
