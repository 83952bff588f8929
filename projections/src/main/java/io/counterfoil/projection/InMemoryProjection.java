package io.counterfoil.projection;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventFilter;
import java.util.Optional;

/**
 * Keeps a state in memory up to date, while a {@link ProjectionRunner} runs it. Thread-safe: any
 * thread may read the state at any time, and never waits for it.
 *
 * <p>State and position are replaced together at the end of each batch, so that nobody sees a half
 * of one. A new object begins at zero, and so does each process; nothing is stored. An object
 * belongs to one runner. It is a projection like any other: awaited, rebuilt, and told of in the
 * status.
 *
 * <pre>{@code
 * InMemoryProjection<Long> turnover = InMemoryProjection.of(TURNOVER);
 * ProjectionRunner runner = ProjectionRunner.on(store).run(turnover).start();
 * runner.await("turnover", position, Duration.ofSeconds(1));
 * long cents = turnover.state();
 * }</pre>
 *
 * @param <S> the state
 */
public final class InMemoryProjection<S> implements Projection {
  private final EventFold<S> fold;
  private final InMemoryReadModel<S> readModel;

  private InMemoryProjection(EventFold<S> fold) {
    this.fold = fold;
    this.readModel = new InMemoryReadModel<>(fold);
  }

  /**
   * Creates a state that stands at zero.
   *
   * @param fold how events are folded into it
   * @param <S> the state
   * @return the projection, to be given to a runner
   */
  public static <S> InMemoryProjection<S> of(EventFold<S> fold) {
    return new InMemoryProjection<>(fold);
  }

  /**
   * Returns the state as it is now.
   *
   * @return the state; the initial one until the first event is applied
   */
  public S state() {
    return folded().state();
  }

  /**
   * Returns the state as it is now, and the position that it stands at: that of the last batch, so
   * below the runner's where nothing that it wants has come since.
   *
   * @return both, of the same moment
   */
  public Folded<S> folded() {
    return readModel.current();
  }

  @Override
  public String name() {
    return fold.name();
  }

  /** Returns 1: there is nothing stored that another version could differ from. */
  @Override
  public int version() {
    return 1;
  }

  @Override
  public EventFilter filter(EventTypes types) {
    return fold.filter(types);
  }

  @Override
  public Delivery delivery() {
    return Delivery.EFFECTIVELY_ONCE;
  }

  @Override
  public ReadModel open(Optional<CheckpointStore> checkpoints) {
    return readModel;
  }
}
