package io.counterfoil.store;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.EventVersion;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Tells of each form of event in a store whether today's code can read it. Made by {@link
 * EventStore#audit}; for the start of an application, or for a build that has a copy of the
 * database. Looks at names and versions only: whether a payload is damaged is for whoever reads it.
 * Immutable.
 *
 * @param findings one for each form that is stored, by aggregate type, event type and version
 */
public record StoreAudit(List<Finding> findings) {

  /** Copies. */
  public StoreAudit {
    findings = List.copyOf(findings);
  }

  /**
   * Judges what is stored.
   *
   * @param stored the forms that are stored
   * @param types today's events, and the upcasters that lead to them
   * @return the judgement
   */
  public static StoreAudit of(List<StoredType> stored, EventTypes types) {
    return new StoreAudit(
        stored.stream().sorted(StoredType.ORDER).map(form -> Finding.of(form, types)).toList());
  }

  /**
   * Returns what cannot be read.
   *
   * @return the findings that are not readable; empty if all is well
   */
  public List<Finding> unreadable() {
    return findings.stream().filter(finding -> !finding.isReadable()).toList();
  }

  /**
   * Does nothing if all can be read: for the start of an application.
   *
   * @return this
   * @throws EventStoreException if something cannot be read; names it
   */
  public StoreAudit requireReadable() {
    List<Finding> unreadable = unreadable();
    if (!unreadable.isEmpty()) {
      throw new EventStoreException(
          "the store holds events that this code cannot read: "
              + unreadable.stream().map(Finding::toString).collect(Collectors.joining("; ")),
          null);
    }
    return this;
  }

  /**
   * Judges a form of event. Immutable.
   *
   * @param stored the form
   * @param chain all forms that it goes through when it is read, itself first; empty if nothing
   *     reads it
   * @param problem why it cannot be read; empty if it can
   */
  public record Finding(StoredType stored, List<EventVersion> chain, String problem) {

    /** Copies. */
    public Finding {
      Objects.requireNonNull(stored, "stored");
      chain = List.copyOf(chain);
      Objects.requireNonNull(problem, "problem");
    }

    private static Finding of(StoredType stored, EventTypes types) {
      List<EventVersion> chain = types.path(stored.version());
      return new Finding(stored, chain, chain.isEmpty() ? problem(stored.version(), types) : "");
    }

    private static String problem(EventVersion version, EventTypes types) {
      List<Integer> known =
          types.versions().stream()
              .filter(other -> other.type().equals(version.type()))
              .map(EventVersion::schemaVersion)
              .sorted()
              .toList();
      return known.isEmpty()
          ? "no event and no upcaster has this name; register the event, or an upcaster that"
              + " renames or drops it"
          : "of this name only the versions "
              + known
              + " are known: newer code wrote it, or its upcaster was taken away";
    }

    /**
     * Tells whether today's code reads it.
     *
     * @return true if it does
     */
    public boolean isReadable() {
      return !chain.isEmpty();
    }

    /** Names the form, how often and where it is stored, and what is wrong with it. */
    @Override
    public String toString() {
      return stored.version()
          + " in "
          + stored.aggregateType()
          + " ("
          + stored.count()
          + " events at the positions "
          + stored.first()
          + " to "
          + stored.last()
          + ")"
          + (problem.isEmpty() ? "" : ": " + problem);
    }
  }
}
