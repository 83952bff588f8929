/** The commands of the program. */
@NullMarked
package io.counterfoil.examples.bank.cli;

import org.jspecify.annotations.NullMarked;
