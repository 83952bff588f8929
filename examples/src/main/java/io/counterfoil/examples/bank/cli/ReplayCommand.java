package io.counterfoil.examples.bank.cli;

import static io.counterfoil.examples.bank.cli.Terminal.quoted;

import io.counterfoil.Event;
import io.counterfoil.EventFamily;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.progress.Progress;
import io.counterfoil.projection.ProjectionFailure;
import io.counterfoil.projection.RebuildListener;
import io.counterfoil.projection.Replay;
import io.counterfoil.projection.ReplayRefused;
import io.counterfoil.projection.ReplayResult;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "replay",
    description = {
      "Apply events again: all, or those that meet all that is asked.",
      "With --account alone, the account's rows are made anew from all its events.",
      "A dry run tries them on an empty table, and keeps nothing."
    })
final class ReplayCommand extends BankCommand {
  private static final Instant ALWAYS = Instant.ofEpochMilli(Long.MIN_VALUE);
  private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PROJECTION",
      description = "Which one; status names them. Default: each that bears it")
  private @Nullable String projection;

  @Option(
      names = "--account",
      paramLabel = "ACCOUNT",
      converter = AccountId.class,
      description = "Only events of this account.")
  private @Nullable StreamId account;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Only events of this type, such as MoneyDeposited.")
  private @Nullable String type;

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      converter = Bound.Reader.class,
      description = "Only from this position on, or what was recorded from this day or moment on.")
  private Bound from = Bound.NONE;

  @Option(
      names = "--to",
      paramLabel = "WHERE",
      converter = Bound.Reader.class,
      description = "Only up to this position, or what was recorded before this day or moment.")
  private Bound to = Bound.NONE;

  @Option(names = "--dry-run", description = "Count and show errors, but write nothing.")
  private boolean dryRun;

  ReplayCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Bank bank = database.open()) {
      if (account != null && bank.store().events(account).isEmpty()) {
        throw new AccountUnknown(account.aggregateId());
      }
      boolean failed = false;
      for (String view : views(bank, projection)) {
        long start = System.nanoTime();
        Optional<ReplayResult> result = replayed(bank, view);
        result.ifPresent(known -> print(view, known, start));
        failed |= result.isPresent() && result.get().failed() > 0;
      }
      return failed ? ExitCode.FAILED : ExitCode.OK;
    }
  }

  /** Replays, unless the view does not bear that and was not named. */
  private Optional<ReplayResult> replayed(Bank bank, String view) {
    Replay chosen = chosen(bank, view);
    try {
      return Optional.of(replay(bank, view, chosen));
    } catch (ReplayRefused e) {
      if (projection != null) {
        throw e;
      }
      return skipped(view, e);
    } catch (IllegalArgumentException e) { // the view handles no such type
      if (projection != null) {
        throw new WrongInput(String.valueOf(e.getMessage()));
      }
      return skipped(view, e);
    }
  }

  private Optional<ReplayResult> skipped(String view, RuntimeException why) {
    terminal.print("projection=%s skipped=%s", view, quoted(String.valueOf(why.getMessage())));
    return Optional.empty();
  }

  private ReplayResult replay(Bank bank, String view, Replay chosen) {
    try (Progress progress = terminal.progress("replay")) {
      RebuildListener listener = at -> progress.at(at.position(), at.head());
      if (dryRun) {
        return chosen.dryRun(listener);
      }
      bank.views().bringToHead(view);
      return isRepair()
          ? bank.views().runner().repair(view, Given.required(account))
          : chosen.run(listener);
    }
  }

  private boolean isRepair() {
    return account != null && type == null && from.equals(Bound.NONE) && to.equals(Bound.NONE);
  }

  private Replay chosen(Bank bank, String view) {
    Replay replay = bank.views().runner().replay(view);
    if (account != null) {
      replay = replay.stream(account);
    }
    if (type != null) {
      replay = replay.eventTypes(classOf(type, bank.store().eventTypes()));
    }
    try {
      return within(replay);
    } catch (IllegalArgumentException e) {
      throw new WrongInput("--from and --to: " + e.getMessage());
    }
  }

  private static Class<? extends Event> classOf(String type, EventTypes types) {
    Map<String, Class<? extends Event>> known = new TreeMap<>();
    EventFamily.of(AccountEvent.class)
        .members()
        .forEach(member -> known.put(types.nameOf(member), member));
    Class<? extends Event> found = known.get(type);
    if (found == null) {
      throw new WrongInput(
          "there is no type '" + type + "'; there are " + String.join(", ", known.keySet()));
    }
    return found;
  }

  private Replay within(Replay replay) {
    Replay placed = replay;
    if (from.position().isPresent() || to.position().isPresent()) {
      placed = placed.positions(from.position().orElse(1), to.position().orElse(Long.MAX_VALUE));
    }
    if (from.moment().isPresent() || to.moment().isPresent()) {
      placed = placed.times(from.moment().orElse(ALWAYS), to.moment().orElse(NEVER));
    }
    return placed;
  }

  private void print(String view, ReplayResult result, long start) {
    terminal.print(
        "%s=%s read=%d applied=%d failed=%d parked=%d from=%d to=%d seconds=%s",
        dryRun ? "tried" : "replayed",
        view,
        result.read(),
        result.applied(),
        result.failed(),
        result.parked(),
        result.from(),
        result.to(),
        Terminal.seconds(start));
    for (ProjectionFailure failure : result.errors()) {
      terminal.print("    %s", failure);
    }
  }
}
