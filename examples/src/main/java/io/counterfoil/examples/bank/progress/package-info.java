/** How far a long command is, shown to whoever looks at a terminal. */
@NullMarked
package io.counterfoil.examples.bank.progress;

import org.jspecify.annotations.NullMarked;
