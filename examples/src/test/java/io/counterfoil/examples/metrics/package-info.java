/** Tests of the bank's views. */
@NullMarked
package io.counterfoil.examples.metrics;

import org.jspecify.annotations.NullMarked;
