/** Logical names and stored forms: how events, states and commands become JSON and come back. */
@NullMarked
package io.counterfoil.serialization;

import org.jspecify.annotations.NullMarked;
