/** Compares what is stored twice with the events that it was made of. */
@NullMarked
package io.counterfoil.examples.bank.audit;

import org.jspecify.annotations.NullMarked;
