package io.counterfoil;

import io.counterfoil.text.StorableText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Carries what is known about an event beside its payload. Immutable.
 *
 * @param correlationId the conversation that the event belongs to; flows from a command to all that
 *     it causes; at most 255 characters
 * @param causationId the command or event that caused it; at most 255 characters
 * @param at when it happened, to the millisecond (what is finer is cut off, as the stored form has
 *     no place for it)
 * @param headers further members, such as tenant or user; sorted by name, never named {@code
 *     correlationId}, {@code causationId} or {@code at}
 */
public record Metadata(
    Optional<String> correlationId,
    Optional<String> causationId,
    Instant at,
    Map<String, String> headers) {

  private static final int LONGEST_ID = 255;
  private static final int LONGEST_HEADERS = 65_536;
  private static final Set<String> RESERVED = Set.of("correlationId", "causationId", "at");

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if an id is empty or longer than 255 characters, if a header
   *     has a reserved or empty name, or if a text cannot be stored (it contains U+0000 or half a
   *     surrogate pair)
   */
  public Metadata {
    Objects.requireNonNull(correlationId, "correlationId");
    Objects.requireNonNull(causationId, "causationId");
    Objects.requireNonNull(headers, "headers");
    correlationId.ifPresent(id -> requireId(id, "correlationId"));
    causationId.ifPresent(id -> requireId(id, "causationId"));
    at = Objects.requireNonNull(at, "at").truncatedTo(ChronoUnit.MILLIS);
    headers = copy(headers);
  }

  /**
   * Starts with a time and nothing else.
   *
   * @param at when it happened
   * @return metadata of that time
   */
  public static Metadata at(Instant at) {
    return new Metadata(Optional.empty(), Optional.empty(), at, Map.of());
  }

  /**
   * Sets the correlation id.
   *
   * @param id the correlation id, at most 255 characters
   * @return a copy with that id
   */
  public Metadata withCorrelationId(String id) {
    return new Metadata(Optional.of(id), causationId, at, headers);
  }

  /**
   * Sets the causation id.
   *
   * @param id the causation id, at most 255 characters
   * @return a copy with that id
   */
  public Metadata withCausationId(String id) {
    return new Metadata(correlationId, Optional.of(id), at, headers);
  }

  /**
   * Adds a header, in place of any of that name.
   *
   * @param name its name
   * @param value its value
   * @return a copy with that header
   */
  public Metadata withHeader(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return new Metadata(correlationId, causationId, at, more);
  }

  private static Map<String, String> copy(Map<String, String> headers) {
    Map<String, String> sorted = new TreeMap<>(headers);
    long length = 0;
    for (Map.Entry<String, String> header : sorted.entrySet()) {
      requireHeader(header.getKey(), header.getValue());
      length += header.getKey().length() + header.getValue().length();
    }
    if (length > LONGEST_HEADERS) {
      throw new IllegalArgumentException(
          "all headers together have at most "
              + LONGEST_HEADERS
              + " characters, but these have "
              + length);
    }
    return Collections.unmodifiableMap(sorted);
  }

  private static void requireHeader(String name, String value) {
    requireId(name, "the name of a header");
    Objects.requireNonNull(value, () -> "header " + name);
    if (RESERVED.contains(name)) {
      throw new IllegalArgumentException(
          "a header cannot be named '" + name + "': the name has a meaning of its own");
    }
    requireStorable(value, "header " + name);
  }

  private static void requireId(String id, String what) {
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          what + " must have 1 to " + LONGEST_ID + " characters, but has " + id.length());
    }
    requireStorable(id, what);
  }

  private static void requireStorable(String text, String what) {
    String flaw = StorableText.flawOf(text);
    if (!flaw.isEmpty()) {
      throw new IllegalArgumentException(what + " " + flaw);
    }
  }
}
