/** Tests of the bank as a whole. */
@NullMarked
package io.counterfoil.examples.bank;

import org.jspecify.annotations.NullMarked;
