package io.counterfoil.transfer;

/**
 * Tells what an export has written, or an import has found in its file. Immutable.
 *
 * @param events how many events
 * @param outcomes how many outcomes of keyed commands
 * @param position up to where that is the log: every wanted event up to there is among them
 * @param alreadyThere how many of the events an import did not store, since an earlier one had; 0
 *     for an export
 */
public record Transferred(long events, long outcomes, long position, long alreadyThere) {}
