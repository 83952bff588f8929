/** The numbers of a projection runner, for Micrometer. */
@NullMarked
package io.counterfoil.examples.metrics;

import org.jspecify.annotations.NullMarked;
