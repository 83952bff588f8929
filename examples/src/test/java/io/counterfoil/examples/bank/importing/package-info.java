/** Tests of the import. */
@NullMarked
package io.counterfoil.examples.bank.importing;

import org.jspecify.annotations.NullMarked;
