/** Properties that hold for random commands, shrunk to the shortest that break them. */
@NullMarked
package io.counterfoil.jdbc.properties;

import org.jspecify.annotations.NullMarked;
