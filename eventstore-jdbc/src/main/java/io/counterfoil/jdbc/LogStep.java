package io.counterfoil.jdbc;

/**
 * Says which page of the log is wanted next.
 *
 * @param path along which index
 * @param conditions what is asked of the events
 * @param range where
 * @param sequences where in the stream, if the path goes along one
 * @param backwards whether the newest come first
 * @param size how many events at most
 */
record LogStep(
    LogPath path,
    LogConditions conditions,
    Range range,
    Range sequences,
    boolean backwards,
    int size) {}
