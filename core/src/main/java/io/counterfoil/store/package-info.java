/** The contract of an event store: streams, positions, expected versions, keys, snapshots. */
@NullMarked
package io.counterfoil.store;

import org.jspecify.annotations.NullMarked;
