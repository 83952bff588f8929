/** The import: each row of a bank's books becomes a command. */
@NullMarked
package io.counterfoil.examples.bank.importing;

import org.jspecify.annotations.NullMarked;
