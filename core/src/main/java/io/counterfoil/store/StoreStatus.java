package io.counterfoil.store;

/**
 * Counts what a store holds. Immutable.
 *
 * @param events how many events
 * @param streams how many streams
 * @param head the highest position; 0 when the store is empty
 */
public record StoreStatus(long events, long streams, long head) {}
