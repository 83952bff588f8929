package io.counterfoil.memory;

import static io.counterfoil.readme.CommandsReadme.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.command.CommandBus;
import io.counterfoil.command.SnapshotDifference;
import io.counterfoil.readme.CommandsReadme;
import io.counterfoil.readme.CommandsReadme.MemberCommand.Join;
import io.counterfoil.readme.CommandsReadme.MemberCommand.Leave;
import io.counterfoil.readme.CommandsReadme.MemberCommand.Pay;
import io.counterfoil.readme.CommandsReadme.MemberEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs what the README of the core shows of commands and snapshots. */
class CommandsReadmeTest {
  private final EventStore store = InMemoryEventStore.of(EventTypes.of(MemberEvent.class));

  @Test
  void answersEachKindOfNo() {
    CommandBus bus = CommandBus.on(store).aggregates(MEMBER).build();

    assertThat(CommandsReadme.answer(bus, new Join("ada", "Ada"))).isEqualTo("done");
    assertThat(CommandsReadme.answer(bus, new Join("ada", "Ada"))).isEqualTo("already-exists");
    assertThat(CommandsReadme.answer(bus, new Pay("ada", 0))).isEqualTo("cents must be positive");
    assertThat(CommandsReadme.answer(bus, new Leave("ada"))).isEqualTo("done");
    assertThat(CommandsReadme.answer(bus, new Pay("ada", 1))).isEqualTo("aggregate-closed");
  }

  @Test
  void interceptsEveryCommand() {
    List<Class<?>> timed = new ArrayList<>();
    CommandBus bus =
        CommandsReadme.intercepted(
            store,
            () -> "ada",
            (command, taken) -> {
              assertThat(taken).isGreaterThanOrEqualTo(Duration.ZERO);
              timed.add(command);
            });

    assertThat(bus.dispatch(new Join("eve", "Eve")).events().get(0).metadata().headers())
        .containsEntry("user", "ada");
    assertThatThrownBy(() -> bus.dispatch(new Leave("eve"))).isInstanceOf(SecurityException.class);

    assertThat(timed).containsExactly(Join.class, Leave.class);
  }

  @Test
  void dispatchesOnAnotherThread() throws Exception {
    assertThat(CommandsReadme.async(store, Runnable::run).get(60, TimeUnit.SECONDS))
        .isEqualTo("welcome");
  }

  @Test
  void takesSnapshotsAndProvesThem() throws Exception {
    List<SnapshotDifference> found = new ArrayList<>();

    assertThat(CommandsReadme.snapshots(store, InMemorySnapshotStore.create(), found::add).taken())
        .isEqualTo(1);

    assertThat(found).isEmpty();
  }
}
