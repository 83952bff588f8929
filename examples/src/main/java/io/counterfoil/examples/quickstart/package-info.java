/** The README's first screen, as a program. */
@NullMarked
package io.counterfoil.examples.quickstart;

import org.jspecify.annotations.NullMarked;
