package io.counterfoil;

/**
 * Marks a fact that has happened in a domain.
 *
 * <p>The events of one aggregate form a closed family: a sealed interface that extends this one,
 * with a record for each event. Their logical names, the ones that are stored, derive from that
 * family. An event is immutable.
 *
 * <pre>{@code
 * public sealed interface AccountEvent extends Event {
 *   record AccountOpened(String owner) implements AccountEvent {}
 *   record MoneyDeposited(long amountCents, long balanceAfter) implements AccountEvent {}
 * }
 * }</pre>
 */
public interface Event {}
