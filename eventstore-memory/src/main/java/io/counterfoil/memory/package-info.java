/**
 * Stores that live and die with their object: for tests, and as the reference for store authors.
 */
@NullMarked
package io.counterfoil.memory;

import org.jspecify.annotations.NullMarked;
