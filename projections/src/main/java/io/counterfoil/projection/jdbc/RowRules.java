package io.counterfoil.projection.jdbc;

import io.counterfoil.Event;
import io.counterfoil.projection.declaration.HandlerTable;
import java.util.Optional;

/**
 * Says how events become rows, and what may be done with them again. Immutable.
 *
 * @param handlers apply the events
 * @param idempotent whether an event may be applied again
 * @param removal removes what one aggregate's events have made
 */
record RowRules(
    HandlerTable<JdbcEventHandler<Event>> handlers,
    boolean idempotent,
    Optional<JdbcRemoval> removal) {}
