/** Tests of the bank's views. */
@NullMarked
package io.counterfoil.examples.bank.view;

import org.jspecify.annotations.NullMarked;
