/** Projections, the runner that keeps their read models up to date, and their checkpoints. */
@NullMarked
package io.counterfoil.projection;

import org.jspecify.annotations.NullMarked;
