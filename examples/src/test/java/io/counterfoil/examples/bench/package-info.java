@NullMarked
package io.counterfoil.examples.bench;

import org.jspecify.annotations.NullMarked;
