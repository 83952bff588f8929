/** An application's view of failures, from a package that is not the library's. */
@NullMarked
package io.counterfoil.projection.report;

import org.jspecify.annotations.NullMarked;
