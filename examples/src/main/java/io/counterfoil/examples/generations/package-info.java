/** Three generations of a bank's events: what the first has stored, the third reads. */
@NullMarked
package io.counterfoil.examples.generations;

import org.jspecify.annotations.NullMarked;
