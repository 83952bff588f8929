/** The examples of this module's README. */
@NullMarked
package io.counterfoil.projection.readme;

import org.jspecify.annotations.NullMarked;
