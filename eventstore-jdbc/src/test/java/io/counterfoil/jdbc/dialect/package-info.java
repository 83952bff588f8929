/** Tests of what both the store and the projections need of a dialect. */
@NullMarked
package io.counterfoil.jdbc.dialect;

import org.jspecify.annotations.NullMarked;
