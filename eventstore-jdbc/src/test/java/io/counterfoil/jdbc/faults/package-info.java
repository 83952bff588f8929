/**
 * What becomes of appends and readers when connections are cut, statements are cancelled, servers
 * are killed and replicas take their place.
 */
@NullMarked
package io.counterfoil.jdbc.faults;

import org.jspecify.annotations.NullMarked;
