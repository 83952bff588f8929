package io.counterfoil.command;

/**
 * Tells how a command bus's state cache has done since the bus was built. Immutable; the counters
 * were read one after the other while commands went on.
 *
 * @param hits how many commands were decided on a cached state
 * @param misses how many commands found none and loaded their aggregate
 * @param stale how many of the hits turned out to be old, because another bus or another thread
 *     appended meanwhile: the events since were read, and the command was decided again
 * @param doubted how many states were dropped because they might not be of the stored history: an
 *     append failed or its outcome is unknown, or the stream does not hold the state's event
 * @param evictions how many states were dropped to make room
 * @param size how many aggregates have a place in the cache now
 */
public record StateCacheStatistics(
    long hits, long misses, long stale, long doubted, long evictions, int size) {}
