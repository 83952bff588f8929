/** Stores with one flaw each, and the proof that the contract suites find it. */
@NullMarked
package io.counterfoil.memory.broken;

import org.jspecify.annotations.NullMarked;
