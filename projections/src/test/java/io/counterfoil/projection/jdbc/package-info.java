/** Tests of read models in databases. */
@NullMarked
package io.counterfoil.projection.jdbc;

import org.jspecify.annotations.NullMarked;
