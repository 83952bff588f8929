/**
 * What the command bus promises, as suites that run against any event store: extend {@link
 * io.counterfoil.contract.bus.CommandBusContract}.
 */
@NullMarked
package io.counterfoil.contract.bus;

import org.jspecify.annotations.NullMarked;
