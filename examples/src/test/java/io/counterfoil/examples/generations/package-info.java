/** What the first generation's classes have stored works under those of the third. */
@NullMarked
package io.counterfoil.examples.generations;

import org.jspecify.annotations.NullMarked;
