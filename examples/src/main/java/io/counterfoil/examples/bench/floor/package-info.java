/** What ours is judged by: the shortest hand-written code that does the same work. */
@NullMarked
package io.counterfoil.examples.bench.floor;

import org.jspecify.annotations.NullMarked;
