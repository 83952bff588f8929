/** The library on the module path, as a modular host uses it. */
@NullMarked
package io.counterfoil.examples.modules;

import org.jspecify.annotations.NullMarked;
