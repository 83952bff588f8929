/** The command bus: load, decide, append, and again when another was first. */
@NullMarked
package io.counterfoil.command;

import org.jspecify.annotations.NullMarked;
