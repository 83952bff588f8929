package io.counterfoil.projection;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventFilter;
import java.util.Optional;

/**
 * Declares a read model: its name, the events that it wants, and how they are applied. Immutable
 * and thread-safe.
 *
 * <p>There are two kinds. {@code JdbcProjection} keeps rows in a database and commits them together
 * with its checkpoint. {@link #named} declares a projection into any other sink, at least once:
 *
 * <pre>{@code
 * Projection search = Projection.named("search")
 *     .on(AccountOpened.class, (event, opened) -> index.put(event.position(), opened.owner()))
 *     .build();
 * }</pre>
 */
public interface Projection {

  /**
   * Starts a projection into any sink, with at-least-once delivery.
   *
   * @param name a letter or underscore, and up to 50 letters, digits and underscores
   * @return a builder, at version 1
   * @throws IllegalArgumentException if the name is no such identifier
   */
  static PlainProjectionBuilder named(String name) {
    return new PlainProjectionBuilder(name);
  }

  /**
   * Returns the name.
   *
   * @return a plain identifier
   */
  String name();

  /**
   * Returns the version. A projection of another version has a read model and a checkpoint of its
   * own, so that it begins at zero.
   *
   * @return 1 or more
   */
  int version();

  /**
   * Chooses the events that are wanted.
   *
   * @param types know the logical names of event classes
   * @return the filter
   * @throws io.counterfoil.serialization.UnknownEventType if a wanted event is not registered
   */
  EventFilter filter(EventTypes types);

  /**
   * Tells how often an event may be applied.
   *
   * @return the delivery
   */
  Delivery delivery();

  /**
   * Opens the read model. Touches no database yet.
   *
   * @param checkpoints where the runner keeps checkpoints of projections that have no place of
   *     their own for them, if it has such a store
   * @return the read model, as a runner drives it
   * @throws IllegalStateException if the projection needs that store and there is none
   */
  ReadModel open(Optional<CheckpointStore> checkpoints);
}
