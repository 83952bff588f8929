package io.counterfoil.examples.bank.audit;

/**
 * Tells what an audit looked at. Immutable.
 *
 * @param accounts how many accounts
 * @param events how many events were replayed
 * @param differences how many differences there are
 */
public record AuditTally(long accounts, long events, long differences) {}
