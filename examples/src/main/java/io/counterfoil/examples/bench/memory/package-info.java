/** The store in memory beside a plain map of lists, measured by JMH. */
@NullMarked
package io.counterfoil.examples.bench.memory;

import org.jspecify.annotations.NullMarked;
