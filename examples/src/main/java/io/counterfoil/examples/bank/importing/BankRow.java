package io.counterfoil.examples.bank.importing;

import io.counterfoil.examples.bank.account.AccountCommand.BookTransaction;

/**
 * Holds one row of a file.
 *
 * @param line the line it begins at, 1 or more
 * @param transactionId the bank's own id of it: its idempotency key
 * @param booking what it asks for
 */
record BankRow(long line, String transactionId, BookTransaction booking) {}
