package io.counterfoil.command;

/**
 * Tells how a command bus's snapshots have done since the bus was built. Immutable; the counters
 * were read one after the other while commands went on.
 *
 * @param taken how many were saved
 * @param coalesced how often one was due that was waiting to be taken already
 * @param dropped how often one was due and not taken, since too many were waiting, the executor
 *     refused, or the bus was closed
 * @param failed how often one could not be taken: the policy, the state's JSON, the events or the
 *     snapshot store failed
 * @param unread how many loads went without snapshots, since the snapshot store failed then or a
 *     moment before
 * @param ignored how many were found and not used, since they cannot be read or are not of the
 *     stream's history
 */
public record SnapshotStatistics(
    long taken, long coalesced, long dropped, long failed, long unread, long ignored) {}
