/**
 * What the event store and the projections both need of a SQL dialect; not for users.
 *
 * <p>{@link SqlDialect} tells the databases apart and reads their error codes, {@link Database}
 * runs work on a connection that is left as it was found, {@link TableName} and {@link SqlScript}
 * make DDL from a template.
 */
@NullMarked
package io.counterfoil.jdbc.dialect;

import org.jspecify.annotations.NullMarked;
