package io.counterfoil;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells a handler about the command's surroundings. Immutable.
 *
 * @param aggregateId the aggregate that the command is for
 * @param sequence the sequence of the last event that the state was built from; 0 when there is
 *     none
 * @param metadata what the events of this command will carry
 * @param key the command's idempotency key, if it has one
 */
public record CommandContext(
    String aggregateId, long sequence, Metadata metadata, Optional<String> key) {

  /** Checks that nothing is null. */
  public CommandContext {
    Objects.requireNonNull(aggregateId, "aggregateId");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(key, "key");
  }

  /**
   * Returns the time of the command, from the bus's clock: a handler asks no other clock, so that
   * tests can set it.
   *
   * @return the time that the events of this command will carry
   */
  public Instant now() {
    return metadata.at();
  }
}
