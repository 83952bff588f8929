/** The event store on H2 and PostgreSQL: give it a {@code DataSource} and the types of event. */
@NullMarked
package io.counterfoil.jdbc;

import org.jspecify.annotations.NullMarked;
