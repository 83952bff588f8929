package io.counterfoil.testing;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.EventVersion;
import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.serialization.UpcastContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a golden file for each form in which an event is, or was, stored, and proves two things:
 * the form that is written has not changed unless its schema version was raised, and all that was
 * ever written can still be read.
 *
 * <pre>{@code
 * @Test
 * void readsWhatWasEverStored() {
 *   StoredForms.in(Path.of("src/test/resources/events"), EventTypes.of(AccountEvent.class))
 *       .sample(new MoneyDeposited(100, 100), new MoneyWithdrawn(30, 70))
 *       .becomes("MoneyWithdrawn", 1, new MoneyWithdrawn(30, 70))
 *       .check();
 * }
 * }</pre>
 *
 * <p>A file {@code MoneyWithdrawn.v1.json} holds the payload as the store does. With {@code
 * -Dcounterfoil.storedForms=update} the files of today's versions are written where they are absent
 * or differ; those of older versions never are. A file that this changes in version control shows
 * that a form has changed: if that version is in a store already, raise it instead.
 *
 * <p>What fails is an {@link AssertionError} that lists all there is, so that it works under any
 * test framework and under none. Immutable.
 */
public final class StoredForms {
  /** The system property; its value is {@code update} to write the files. */
  public static final String PROPERTY = "counterfoil.storedForms";

  private final GoldenFiles files;
  private final EventTypes types;
  private final List<Event> samples;
  private final UpcastContext context;
  private final Map<EventVersion, List<Event>> expected;

  private StoredForms(
      GoldenFiles files,
      EventTypes types,
      List<Event> samples,
      UpcastContext context,
      Map<EventVersion, List<Event>> expected) {
    this.files = files;
    this.types = types;
    this.samples = List.copyOf(samples);
    this.context = context;
    this.expected = Map.copyOf(expected);
  }

  /**
   * Names the folder of the golden files.
   *
   * @param folder the folder, which {@code update} creates where it is absent
   * @param types the events of the program
   * @return an object without samples
   */
  public static StoredForms in(Path folder, EventTypes types) {
    Objects.requireNonNull(types, "types");
    UpcastContext somewhere =
        new UpcastContext(
            "sample",
            "sample",
            1,
            1,
            new UUID(0, 1),
            Metadata.at(Instant.parse("2024-06-01T12:00:00Z")));
    return new StoredForms(new GoldenFiles(folder), types, List.of(), somewhere, Map.of());
  }

  /**
   * Adds samples: one for each event of today, with something in each of its components.
   *
   * @param events the samples
   * @return an object with them
   */
  public StoredForms sample(Event... events) {
    List<Event> all = new ArrayList<>(samples);
    all.addAll(List.of(events));
    return new StoredForms(files, types, all, context, expected);
  }

  /**
   * Sets what upcasters are told; a stream, a time and no headers of their own unless set.
   *
   * @param somewhere where the events of the golden files stand
   * @return an object with it
   */
  public StoredForms context(UpcastContext somewhere) {
    return new StoredForms(
        files, types, samples, Objects.requireNonNull(somewhere, "somewhere"), expected);
  }

  /**
   * Says what the golden file of an older version is read as: so it is proved that the upcasters do
   * not only end in an event of today, but in the right one.
   *
   * @param type the logical name that is stored
   * @param schemaVersion the schema version that is stored
   * @param events what it is today, in order; none if upcasters drop it
   * @return an object that checks it
   */
  public StoredForms becomes(String type, int schemaVersion, Event... events) {
    Map<EventVersion, List<Event>> more = new HashMap<>(expected);
    more.put(new EventVersion(type, schemaVersion), List.of(events));
    return new StoredForms(files, types, samples, context, more);
  }

  /**
   * Checks all samples and all golden files; with the property set, writes those of today first.
   *
   * @return what each golden file is read as: one event as a rule, several, or none
   * @throws AssertionError if an event of today has no sample or two, a sample does not survive
   *     being written and read back, a golden file is absent or differs from what is written, one
   *     cannot be read, or becomes another event than {@link #becomes} says, or one that does not
   *     survive being written again
   * @throws java.io.UncheckedIOException if a file cannot be read or written
   */
  public Map<EventVersion, List<Event>> check() {
    List<String> flaws = new ArrayList<>();
    Map<EventVersion, String> written = written(flaws);
    if ("update".equals(System.getProperty(PROPERTY))) {
      written.forEach(files::write);
    }
    Map<EventVersion, String> golden = files.read();
    written.forEach((version, text) -> compare(version, text, golden.get(version), flaws));
    requireAllForms(golden, flaws);
    Map<EventVersion, List<Event>> events = new LinkedHashMap<>();
    golden.forEach((version, text) -> events.put(version, read(version, text, flaws)));
    expected.forEach((version, wanted) -> compare(version, wanted, events.get(version), flaws));
    if (!flaws.isEmpty()) {
      throw new AssertionError("stored forms:\n  " + String.join("\n  ", flaws));
    }
    return Collections.unmodifiableMap(events);
  }

  private Map<EventVersion, String> written(List<String> flaws) {
    Map<EventVersion, String> written = new LinkedHashMap<>();
    Set<String> named = new TreeSet<>();
    for (Event sample : samples) {
      Fidelity.requireSurvives(types, sample);
      EncodedEvent form = types.encode(sample);
      if (written.put(new EventVersion(form.type(), form.schemaVersion()), form.data()) != null) {
        flaws.add("there are two samples of '" + form.type() + "'; remove one");
      }
      named.add(form.type());
    }
    for (String name : types.names()) {
      if (!named.contains(name)) {
        flaws.add("there is no sample of '" + name + "'; add one with sample(...)");
      }
    }
    return written;
  }

  private void compare(
      EventVersion version, String text, @Nullable String golden, List<String> flaws) {
    if (golden == null) {
      flaws.add(
          version
              + " has no golden file "
              + files.nameOf(version)
              + "; run once with -D"
              + PROPERTY
              + "=update, and put it under version control");
    } else if (!golden.equals(text)) {
      flaws.add(
          version
              + " is written otherwise than "
              + files.nameOf(version)
              + " has it; if that version was stored anywhere, raise it and add an upcaster; if not,"
              + " or if only the sample has changed, run with -D"
              + PROPERTY
              + "=update\n    golden   "
              + golden
              + "\n    written  "
              + text);
    }
  }

  private void compare(
      EventVersion version, List<Event> wanted, @Nullable List<Event> found, List<String> flaws) {
    if (found == null) {
      flaws.add(version + " has no golden file " + files.nameOf(version));
      return;
    }
    EventsDiff diff = new EventsDiff(wanted, found, Tolerance.none(types));
    if (!diff.isEmpty()) {
      flaws.add(files.nameOf(version) + ": " + diff.summary() + "\n" + diff.lines());
    }
  }

  /** An upcaster that no file goes through is not proved. */
  private void requireAllForms(Map<EventVersion, String> golden, List<String> flaws) {
    for (EventVersion version : types.versions()) {
      if (!golden.containsKey(version) && types.path(version).size() > 1) {
        flaws.add(
            version
                + " is read by an upcaster, but has no golden file "
                + files.nameOf(version)
                + "; write it by hand, from what a store has");
      }
    }
  }

  private List<Event> read(EventVersion version, String text, List<String> flaws) {
    try {
      List<Event> events =
          types.decode(
              new EncodedEvent(version.type(), version.schemaVersion(), text), () -> context);
      events.forEach(event -> Fidelity.requireSurvives(types, event));
      return events;
    } catch (Unfaithful e) {
      flaws.add(files.nameOf(version) + ": " + e.getMessage());
      return List.of();
    } catch (UnknownEventType | UnreadablePayload e) {
      flaws.add(files.nameOf(version) + " cannot be read any more: " + e.getMessage());
      return List.of();
    }
  }
}
