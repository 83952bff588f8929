/** Orders, tested with the fixture as core's README shows. */
@NullMarked
package io.counterfoil.examples.order;

import org.jspecify.annotations.NullMarked;
