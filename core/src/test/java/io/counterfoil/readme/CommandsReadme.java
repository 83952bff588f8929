package io.counterfoil.readme;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.InvalidCommand;
import io.counterfoil.Violation;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandInterceptor;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.SnapshotDifference;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.command.SnapshotStatistics;
import io.counterfoil.readme.CommandsReadme.MemberCommand.Join;
import io.counterfoil.readme.CommandsReadme.MemberCommand.Leave;
import io.counterfoil.readme.CommandsReadme.MemberCommand.Pay;
import io.counterfoil.readme.CommandsReadme.MemberEvent.FeePaid;
import io.counterfoil.readme.CommandsReadme.MemberEvent.MemberJoined;
import io.counterfoil.readme.CommandsReadme.MemberEvent.MemberLeft;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.SnapshotStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds what README.md shows of commands and snapshots; a test of the store in memory runs it. */
public final class CommandsReadme {
  private static final Logger LOG = LoggerFactory.getLogger(CommandsReadme.class);

  private CommandsReadme() {}

  public sealed interface MemberEvent extends Event {
    record MemberJoined(String name) implements MemberEvent {}

    record FeePaid(long cents) implements MemberEvent {}

    record MemberLeft() implements MemberEvent {}
  }

  public sealed interface MemberCommand {
    String memberId();

    record Join(String memberId, String name) implements MemberCommand {}

    record Pay(String memberId, long cents) implements MemberCommand {}

    record Leave(String memberId) implements MemberCommand {}
  }

  // tag::declarations[]
  public static final Aggregate<MemberCommand, Long, MemberEvent> MEMBER =
      Aggregate.named("member", MemberEvent.class, 0L)
          .on(MemberJoined.class, (paid, event) -> 0L)
          .on(FeePaid.class, (paid, event) -> paid + event.cents())
          .on(MemberLeft.class, (paid, event) -> paid)
          .closedBy(MemberLeft.class)
          .identifiedBy(MemberCommand.class, MemberCommand::memberId)
          .validate(
              Pay.class,
              (pay, violations) -> violations.require(pay.cents() > 0, "cents", "must be positive"))
          .creates(Join.class, join -> List.of(new MemberJoined(join.name())))
          .handle(Pay.class, (pay, paid) -> List.of(new FeePaid(pay.cents())))
          .handle(Leave.class, (leave, paid) -> List.of(new MemberLeft()))
          .build();

  // end::declarations[]

  /** Answers as a form would. */
  public static String answer(CommandBus bus, MemberCommand command) {
    // tag::answers[]
    try {
      bus.dispatch(command);
      return "done";
    } catch (InvalidCommand invalid) { // wrong by itself: tell all of it, field by field
      return String.join(", ", invalid.violations().stream().map(Violation::toString).toList());
    } catch (CommandRejected rejected) { // a "no" of the domain
      return rejected.code(); // already-exists, aggregate-closed, or one of your own
    }
    // end::answers[]
  }

  /** Builds a bus with something around every command. */
  public static CommandBus intercepted(
      EventStore store, Supplier<String> currentUser, BiConsumer<Class<?>, Duration> timer) {
    // tag::interceptors[]
    CommandInterceptor timing =
        command -> {
          long begin = System.nanoTime();
          try {
            return command.proceed();
          } finally {
            Duration taken = Duration.ofNanos(System.nanoTime() - begin);
            timer.accept(command.command().getClass(), taken);
          }
        };
    CommandInterceptor logging =
        command -> {
          String name = command.command().getClass().getSimpleName();
          try {
            CommandResult result = command.proceed();
            LOG.info("{} for {}: {} events", name, result.stream(), result.events().size());
            return result;
          } catch (CommandRejected rejected) {
            LOG.info("{} for a {} rejected: {}", name, command.aggregateType(), rejected.code());
            throw rejected;
          }
        };
    CommandInterceptor authorisation =
        command -> {
          String user = currentUser.get();
          if (command.command() instanceof Leave && !user.equals(command.aggregateId())) {
            throw new SecurityException("only members themselves may leave");
          }
          return command.proceed(command.options().header("user", user));
        };
    CommandBus bus =
        CommandBus.on(store)
            .aggregates(MEMBER)
            .intercept(timing, logging, authorisation) // the outermost first
            .build();
    // end::interceptors[]
    return bus;
  }

  /** Dispatches on another thread. */
  public static CompletableFuture<String> async(EventStore store, Executor executor)
      throws InterruptedException {
    // tag::async[]
    CommandBus bus =
        CommandBus.on(store)
            .aggregates(MEMBER)
            .asyncExecutor(executor) // up to 8 threads of the bus's own unless set
            .asyncLimit(200) // waiting and running; one more fails as TooManyCommands
            .build();

    CompletableFuture<String> answer =
        bus.dispatchAsync(new Join("ada", "Ada"))
            .handle((result, failure) -> failure == null ? "welcome" : "not now");

    bus.close(Duration.ofSeconds(10)); // at shutdown: begins no more, waits for those under way
    // end::async[]
    return answer;
  }

  /** Keeps snapshots. */
  public static SnapshotStatistics snapshots(
      EventStore store, SnapshotStore snapshotStore, Consumer<SnapshotDifference> found)
      throws InterruptedException {
    // tag::snapshots[]
    CommandBus bus =
        CommandBus.on(store)
            .aggregates(MEMBER)
            .snapshots(
                snapshotStore,
                SnapshotPolicy.every(100).or(SnapshotPolicy.onEvent(MemberLeft.class)))
            .build();

    bus.dispatch(new Join("eve", "Eve"));
    bus.dispatch(new Leave("eve"));

    bus.drain(Duration.ofSeconds(10)); // for tests: what is due has been taken
    long looked = bus.verifySnapshots(MEMBER, found); // snapshot and tail against all events
    SnapshotStatistics statistics = bus.snapshotStatistics();
    // end::snapshots[]
    LOG.info("looked at {} snapshots", looked);
    return statistics;
  }
}
