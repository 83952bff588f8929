package io.counterfoil.store;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * Draws ids of events and commands: UUIDs of version 7 (RFC 9562), which begin with the time. A
 * database's index of them grows at its end, instead of being written all over. Thread-safe.
 */
public final class EventIds {
  private static final EventIds OF_THIS_JVM = new EventIds();
  private static final long RANDOM_PART = 0x0FFFL;
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final SecureRandom random = new SecureRandom();

  /** Drawn ahead, since each call of a secure generator costs more than all else here. */
  private final ByteBuffer drawn = ByteBuffer.allocate(2_048).position(2_048);

  private EventIds() {}

  /**
   * Draws an id.
   *
   * @return an id; no two are equal, but for a chance of one in 2 to the power of 74 per pair
   */
  public static UUID next() {
    return OF_THIS_JVM.at(System.currentTimeMillis());
  }

  private synchronized UUID at(long millis) {
    if (drawn.remaining() < 2 * Long.BYTES) {
      random.nextBytes(drawn.array());
      drawn.clear();
    }
    long first = (millis << 16) | VERSION_7 | (drawn.getLong() & RANDOM_PART);
    long second = (drawn.getLong() >>> 2) | VARIANT;
    return new UUID(first, second);
  }
}
