/**
 * The benchmarks: what Counterfoil does, beside the shortest hand-written code that does the same.
 */
@NullMarked
package io.counterfoil.examples.bench;

import org.jspecify.annotations.NullMarked;
