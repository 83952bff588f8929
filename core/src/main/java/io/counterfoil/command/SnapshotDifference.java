package io.counterfoil.command;

import io.counterfoil.store.StreamId;

/**
 * Says that the state that an aggregate's snapshot leads to is not the one that its events lead to:
 * a fold was changed without a new {@code stateVersion}, a fold is not pure, or somebody wrote into
 * the snapshot. Raise the version, or delete the snapshots. Immutable.
 *
 * @param stream the aggregate's stream
 * @param sequence the sequence of the last event of both states
 */
public record SnapshotDifference(StreamId stream, long sequence) {}
