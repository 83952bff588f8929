/** Read models in a database, whose rows and checkpoint are committed together. */
@NullMarked
package io.counterfoil.projection.jdbc;

import org.jspecify.annotations.NullMarked;
