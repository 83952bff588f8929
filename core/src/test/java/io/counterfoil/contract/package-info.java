/**
 * What every store must do, as tests that the author of a store extends: published in this
 * artifact's tests jar. Begin with {@link io.counterfoil.contract.EventStoreContract}.
 */
@NullMarked
package io.counterfoil.contract;

import org.jspecify.annotations.NullMarked;
