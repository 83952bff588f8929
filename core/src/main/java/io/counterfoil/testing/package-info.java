/** Given, when, then: tests for one's own aggregates, with no store and no test framework. */
@NullMarked
package io.counterfoil.testing;

import org.jspecify.annotations.NullMarked;
