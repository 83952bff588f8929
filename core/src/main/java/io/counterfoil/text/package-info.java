/** What core's packages share about text; not exported. */
@NullMarked
package io.counterfoil.text;

import org.jspecify.annotations.NullMarked;
