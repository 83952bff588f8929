/** Keeps the examples in README files true: published in this artifact's tests jar. */
@NullMarked
package io.counterfoil.docs;

import org.jspecify.annotations.NullMarked;
