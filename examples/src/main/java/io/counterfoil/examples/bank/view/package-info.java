/** The balances, as a table that queries read. */
@NullMarked
package io.counterfoil.examples.bank.view;

import org.jspecify.annotations.NullMarked;
