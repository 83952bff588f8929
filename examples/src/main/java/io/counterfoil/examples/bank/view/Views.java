package io.counterfoil.examples.bank.view;

import io.counterfoil.examples.bank.view.ViewStatus.State;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.Generations.Generation;
import io.counterfoil.projection.Generations.Role;
import io.counterfoil.projection.ParkedEvents;
import io.counterfoil.projection.ProjectionOptions;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionRunnerBuilder;
import io.counterfoil.projection.RebuildListener;
import io.counterfoil.projection.jdbc.JdbcProjection;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps the bank's views: brings them to the head of the log when asked, and rebuilds them.
 * Thread-safe; every method blocks on the database.
 */
public final class Views implements AutoCloseable {
  private final EventStore store;
  private final Map<String, Integer> versions = new LinkedHashMap<>();
  private final ProjectionRunner runner;
  private final BalanceView balances;
  private final StatementView statements;
  private final DailyTotalsView dailyTotals;

  /**
   * Makes the views ready.
   *
   * @param store the events
   * @param dataSource the database that the views are kept in
   */
  public Views(EventStore store, DataSource dataSource) {
    this.store = store;
    this.balances = new BalanceView(dataSource);
    this.statements = new StatementView(dataSource);
    this.dailyTotals = new DailyTotalsView(dataSource);
    // tag::views[]
    List<JdbcProjection> projections =
        List.of(
            BalanceProjection.in(dataSource),
            StatementProjection.in(dataSource),
            DailyTotalsProjection.in(dataSource));
    ProjectionRunnerBuilder running =
        ProjectionRunner.on(store).options(ProjectionOptions.defaults().parking());
    projections.forEach(running::run);
    this.runner = running.build();
    // end::views[]
    projections.forEach(each -> versions.put(each.name(), each.version()));
  }

  /**
   * Returns the names of all views.
   *
   * @return the names, in a fixed order
   */
  public List<String> names() {
    return List.copyOf(versions.keySet());
  }

  /**
   * Returns the balances.
   *
   * @return reads {@code balance_view}
   */
  public BalanceView balances() {
    return balances;
  }

  /**
   * Returns the statements.
   *
   * @return reads {@code account_statement}
   */
  public StatementView statements() {
    return statements;
  }

  /**
   * Returns the totals of the days.
   *
   * @return reads {@code daily_totals}
   */
  public DailyTotalsView dailyTotals() {
    return dailyTotals;
  }

  /**
   * Returns the runner that keeps the views, not started: for those who want them live.
   *
   * @return the runner
   */
  public ProjectionRunner runner() {
    return runner;
  }

  /** Creates the views that are absent, and fills them. */
  public void create() {
    for (String name : names()) {
      if (live(name).isEmpty()) {
        runner.catchUp(name);
      }
    }
  }

  /**
   * Tells how far a view is.
   *
   * @param name the view's name, one of {@link #names()}
   * @return the position of its checkpoint
   * @throws IllegalArgumentException if there is no such view
   */
  public long checkpoint(String name) {
    return live(name).map(Generation::position).orElse(0L);
  }

  private Optional<Generation> live(String name) {
    return only(runner.generations(name).list(), Role.LIVE);
  }

  private static Optional<Generation> only(List<Generation> generations, Role role) {
    return generations.stream().filter(generation -> generation.role() == role).findFirst();
  }

  /**
   * Tells how a view stands, without changing it.
   *
   * @param name the view's name, one of {@link #names()}
   * @param now the time
   * @return its status
   * @throws IllegalArgumentException if there is no such view
   */
  public ViewStatus status(String name, Instant now) {
    // First the checkpoint, then the head: a lag is never shown too small.
    List<Generation> generations = runner.generations(name).list();
    Generation live = only(generations, Role.LIVE).orElseThrow();
    long head = store.head();
    CheckpointId shown = live.checkpoint();
    boolean retired = shown.version() != version(name);
    State state =
        retired
            ? State.RETIRED
            : only(generations, Role.BUILDING).isPresent()
                ? State.REBUILDING
                : live.position() < head ? State.BEHIND : State.IDLE;
    return new ViewStatus(
        name,
        state,
        shown.version(),
        shown.generation(),
        live.position(),
        head,
        oldestBehind(live.position(), now),
        retired ? List.of() : parked(name).list());
  }

  private int version(String name) {
    return Objects.requireNonNull(versions.get(name), "a view that the runner knows");
  }

  private Optional<Duration> oldestBehind(long position, Instant now) {
    List<RecordedEvent> first = new ArrayList<>();
    store.readLog(EventQuery.after(position).limit(1), first::add);
    return first.stream().map(event -> Duration.between(event.metadata().at(), now)).findFirst();
  }

  /**
   * Returns what a view has set aside.
   *
   * @param name the view's name, one of {@link #names()}
   * @return its parked events
   * @throws IllegalArgumentException if there is no such view
   */
  public ParkedEvents parked(String name) {
    return runner.parked(name);
  }

  /**
   * Brings a view to the head of the log, unless it is there.
   *
   * @param name the view's name, one of {@link #names()}
   * @throws IllegalArgumentException if there is no such view
   */
  public void bringToHead(String name) {
    if (checkpoint(name) < store.head()) {
      runner.catchUp(name);
    }
  }

  /** Brings all views to the head of the log. */
  public void bringAllToHead() {
    names().forEach(this::bringToHead);
  }

  /**
   * Fills a view again from the first event, beside the one that is read meanwhile, and drops the
   * old one.
   *
   * @param name the view's name, one of {@link #names()}
   * @param listener is told how far it is
   * @return how many events were applied
   * @throws IllegalArgumentException if there is no such view
   */
  public long rebuild(String name, RebuildListener listener) {
    long events = runner.rebuild(name, listener);
    runner.generations(name).dropRetired();
    return events;
  }

  @Override
  public void close() {
    runner.close();
  }
}
