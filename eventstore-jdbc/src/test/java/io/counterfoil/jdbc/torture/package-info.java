/**
 * Torments the stores on databases: with callers' transactions in all styles, and with readers that
 * are known to be wrong, to show that the judge finds them out.
 */
@NullMarked
package io.counterfoil.jdbc.torture;

import org.jspecify.annotations.NullMarked;
