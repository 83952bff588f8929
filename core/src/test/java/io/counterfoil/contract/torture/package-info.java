/**
 * Torments the readers of a store's log while many writers are at work, and judges what they were
 * given. Begin with {@link io.counterfoil.contract.torture.TortureContract}.
 */
@NullMarked
package io.counterfoil.contract.torture;

import org.jspecify.annotations.NullMarked;
