/** What the builders of projections share; not exported. */
@NullMarked
package io.counterfoil.projection.declaration;

import org.jspecify.annotations.NullMarked;
