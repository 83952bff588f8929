/** Moves the log of a store: an export writes it to a file, an import takes it in. */
@NullMarked
package io.counterfoil.transfer;

import org.jspecify.annotations.NullMarked;
