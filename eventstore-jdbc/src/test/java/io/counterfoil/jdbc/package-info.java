/** Tests of the JDBC store, and the databases that other modules' tests use too. */
@NullMarked
package io.counterfoil.jdbc;

import org.jspecify.annotations.NullMarked;
