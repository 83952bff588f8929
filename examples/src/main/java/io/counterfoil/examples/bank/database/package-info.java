/** The bank's place in a database. */
@NullMarked
package io.counterfoil.examples.bank.database;

import org.jspecify.annotations.NullMarked;
