/** Tests of the bank on every database. */
@NullMarked
package io.counterfoil.examples.bank.database;

import org.jspecify.annotations.NullMarked;
