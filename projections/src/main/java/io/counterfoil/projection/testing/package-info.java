/** Given events, then rows: tests for one's own projections, with no test framework. */
@NullMarked
package io.counterfoil.projection.testing;

import org.jspecify.annotations.NullMarked;
