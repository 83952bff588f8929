/** Torments the store in memory, and shows that the judge finds what is wrong. */
@NullMarked
package io.counterfoil.memory.torture;

import org.jspecify.annotations.NullMarked;
