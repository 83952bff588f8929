package io.counterfoil.serialization;

import io.counterfoil.Event;
import io.counterfoil.serialization.CurrentTypes.Current;
import io.counterfoil.serialization.Upcaster.Reached;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The upcasters, chained: where each stored form begins, and how it reaches today's events. */
final class Chains {
  private final CurrentTypes current;
  private final Map<EventVersion, Link> links;

  /** For each name of today, all names under which its events may be stored. */
  private final Map<String, Set<String>> sources = new HashMap<>();

  /** An upcaster in its place. */
  record Link(EventCodec reader, Upcaster.Bound bound) {}

  private Chains(CurrentTypes current, Map<EventVersion, Link> links) {
    this.current = current;
    this.links = links;
    current.names().forEach(name -> sources.put(name, new LinkedHashSet<>(Set.of(name))));
    for (EventVersion stored : links.keySet()) {
      for (EventVersion reached : path(stored)) {
        if (current.isCurrent(reached)) {
          Objects.requireNonNull(sources.get(reached.type())).add(stored.type());
        }
      }
    }
  }

  static Chains of(
      CurrentTypes current, Collection<Upcaster> upcasters, Map<String, Integer> oldest) {
    Map<EventVersion, Link> links = new LinkedHashMap<>();
    for (Upcaster upcaster : upcasters) {
      Link link = new Link(upcaster.codec().orElse(current.codec()), upcaster.bind(current));
      if (links.put(upcaster.from(), link) != null) {
        throw new IllegalArgumentException(
            "two upcasters begin at " + upcaster.from() + "; remove one of them");
      }
    }
    new ChainCheck(current, links, oldest).check();
    return new Chains(current, links);
  }

  /** Follows a stored form to its end: today's events, in order. */
  List<Event> read(EncodedEvent stored, UpcastContext context) {
    EventVersion version = new EventVersion(stored.type(), stored.schemaVersion());
    Link link = links.get(version);
    if (link == null) {
      throw UnknownEventType.inVersion(version, knownVersion(version), current.names());
    }
    List<Event> events = new ArrayList<>(1);
    follow(version, link, new Form.Text(stored.data(), link.reader()), context, events);
    return List.copyOf(events);
  }

  private void follow(
      EventVersion at, Link link, Form form, UpcastContext context, List<Event> events) {
    for (Reached reached : take(at, link, form, context)) {
      EventVersion version = reached.version();
      if (!link.bound().targets().contains(version)) {
        throw new UnreadablePayload(
            at.type(), "the upcaster from " + at + " gave " + version + ", which it does not name");
      }
      Link next = links.get(version);
      if (next != null) {
        follow(version, next, reached.form(), context, events);
      } else {
        Current event = Objects.requireNonNull(current.named(version.type()));
        events.add(reached.form().as(event.type(), version, current.codec()));
      }
    }
  }

  /** What an upcaster throws may quote the payload: only its class and its place are told. */
  @SuppressWarnings("TooBroadCatch") // whatever a host's function throws
  private static List<Reached> take(EventVersion at, Link link, Form form, UpcastContext context) {
    try {
      return link.bound().step().take(form, context);
    } catch (UnreadablePayload e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      StackTraceElement[] trace = e.getStackTrace();
      throw new UnreadablePayload(
          at.type(),
          "the upcaster from "
              + at
              + " failed with "
              + e.getClass().getName()
              + (trace.length == 0 ? "" : " at " + trace[0]));
    }
  }

  /** The version that today's code reads, or 0 if it knows none of that name. */
  private int knownVersion(EventVersion version) {
    @Nullable Current event = current.named(version.type());
    return event == null ? 0 : event.version();
  }

  /** All forms that can be read. */
  Set<EventVersion> versions() {
    Set<EventVersion> versions = new HashSet<>(links.keySet());
    current.all().forEach(event -> versions.add(new EventVersion(event.name(), event.version())));
    return Set.copyOf(versions);
  }

  /** All forms that a stored form goes through, itself first; empty if nothing reads it. */
  Set<EventVersion> path(EventVersion stored) {
    Set<EventVersion> path = new LinkedHashSet<>();
    if (current.isCurrent(stored) || links.containsKey(stored)) {
      collect(stored, path);
    }
    return path;
  }

  private void collect(EventVersion version, Set<EventVersion> path) {
    if (path.add(version)) {
      @Nullable Link link = links.get(version);
      if (link != null) {
        link.bound().targets().forEach(target -> collect(target, path));
      }
    }
  }

  /** All names under which events are stored that may have one of these names today. */
  Set<String> storedNames(Set<String> wanted) {
    Set<String> stored = new LinkedHashSet<>();
    for (String name : wanted) {
      stored.addAll(sources.getOrDefault(name, Set.of(name)));
    }
    return stored;
  }
}
