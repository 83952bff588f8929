package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Numbers the locks that appends to several streams take, since a stream without events has no row
 * that could be locked. The numbers are part of what nodes of different versions agree on: they
 * must never change. Two streams may share a number; then they wait for each other, and no more.
 */
final class StreamLocks {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final long start;

  StreamLocks(TableName events) {
    this.start = mixed(FNV_OFFSET, events.name());
  }

  /** Answers each number once and in order, so that two who share several meet at the first. */
  Object[] of(List<StreamId> streams) {
    return streams.stream().map(this::number).distinct().sorted().toArray();
  }

  private long number(StreamId stream) {
    return mixed(mixed(start, stream.aggregateType()), stream.aggregateId());
  }

  /** The 64-bit hash FNV-1a of the text, and of a byte that no text contains. */
  private static long mixed(long hash, String text) {
    long mixed = hash;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      mixed = (mixed ^ (b & 0xff)) * FNV_PRIME;
    }
    return (mixed ^ 0xff) * FNV_PRIME;
  }
}
