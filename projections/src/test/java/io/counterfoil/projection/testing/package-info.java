/** Tests of the fixture for projections. */
@NullMarked
package io.counterfoil.projection.testing;

import org.jspecify.annotations.NullMarked;
