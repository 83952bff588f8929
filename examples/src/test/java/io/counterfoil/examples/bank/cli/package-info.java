/** Tests of the program's commands. */
@NullMarked
package io.counterfoil.examples.bank.cli;

import org.jspecify.annotations.NullMarked;
