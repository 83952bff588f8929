/** Tests of projections, their runner and their checkpoints. */
@NullMarked
package io.counterfoil.projection;

import org.jspecify.annotations.NullMarked;
