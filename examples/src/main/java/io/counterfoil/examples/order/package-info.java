/** An order with lines, stock reservation, payment and cancellation: a life with an end. */
@NullMarked
package io.counterfoil.examples.order;

import org.jspecify.annotations.NullMarked;
