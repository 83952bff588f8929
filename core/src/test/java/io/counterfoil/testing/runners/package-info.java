/** The fixture under other test frameworks than this build's own. */
@NullMarked
package io.counterfoil.testing.runners;

import org.jspecify.annotations.NullMarked;
