package io.counterfoil.contract.bus;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandContext;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.contract.bus.Purse.PurseCommand;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The smallest aggregate with an invariant: a purse whose balance is never below zero. */
record Purse(long balance, int events) {
  static final Purse EMPTY = new Purse(0, 0);

  static final Aggregate<PurseCommand, Purse, PurseEvent> PURSE = purse(1);

  sealed interface PurseEvent extends Event {
    record CoinsPut(long coins, long balance) implements PurseEvent {}

    record CoinsTaken(long coins, long balance) implements PurseEvent {}
  }

  sealed interface PurseCommand {
    String purseId();

    record Put(String purseId, long coins) implements PurseCommand {}

    record PutOneByOne(String purseId, int coins) implements PurseCommand {}

    record Take(String purseId, long coins) implements PurseCommand {}

    record Count(String purseId) implements PurseCommand {}
  }

  static Aggregate<PurseCommand, Purse, PurseEvent> purse(int stateVersion) {
    return Aggregate.named("purse", PurseEvent.class, EMPTY)
        .on(PurseEvent.CoinsPut.class, (purse, event) -> purse.after(event.balance()))
        .on(PurseEvent.CoinsTaken.class, (purse, event) -> purse.after(event.balance()))
        .stateVersion(stateVersion)
        .identifiedBy(PurseCommand.class, PurseCommand::purseId)
        .handle(PurseCommand.Put.class, (put, purse) -> List.of(purse.put(put.coins())))
        .handle(PurseCommand.PutOneByOne.class, (put, purse) -> purse.putOneByOne(put.coins()))
        .handle(PurseCommand.Take.class, (take, purse) -> List.of(purse.take(take.coins())))
        .handle(PurseCommand.Count.class, (count, purse) -> List.of())
        .build();
  }

  /** The same purse, but something happens while it decides on taking coins. */
  static Aggregate<PurseCommand, Purse, PurseEvent> takingAfter(Runnable meanwhile) {
    return Aggregate.named("purse", PurseEvent.class, EMPTY)
        .on(PurseEvent.CoinsPut.class, (purse, event) -> purse.after(event.balance()))
        .on(PurseEvent.CoinsTaken.class, (purse, event) -> purse.after(event.balance()))
        .identifiedBy(PurseCommand.class, PurseCommand::purseId)
        .handle(PurseCommand.Put.class, (put, purse) -> List.of())
        .handle(PurseCommand.PutOneByOne.class, (put, purse) -> List.of())
        .handle(PurseCommand.Count.class, (count, purse) -> List.of())
        .handle(
            PurseCommand.Take.class,
            (take, purse) -> {
              meanwhile.run();
              return List.of(purse.take(take.coins()));
            })
        .build();
  }

  /** The same purse, watched: before each decision, and at each fold with the state before it. */
  static Aggregate<PurseCommand, Purse, PurseEvent> deciding(
      BiConsumer<Purse, CommandContext> decisions, Consumer<Purse> folds) {
    return Aggregate.named("purse", PurseEvent.class, EMPTY)
        .on(PurseEvent.CoinsPut.class, (purse, event) -> purse.folded(event.balance(), folds))
        .on(PurseEvent.CoinsTaken.class, (purse, event) -> purse.folded(event.balance(), folds))
        .identifiedBy(PurseCommand.class, PurseCommand::purseId)
        .handle(
            PurseCommand.Put.class,
            (put, purse, context) -> {
              decisions.accept(purse, context);
              return List.of(purse.put(put.coins()));
            })
        .handle(
            PurseCommand.PutOneByOne.class,
            (put, purse, context) -> {
              decisions.accept(purse, context);
              return purse.putOneByOne(put.coins());
            })
        .handle(
            PurseCommand.Take.class,
            (take, purse, context) -> {
              decisions.accept(purse, context);
              return List.of(purse.take(take.coins()));
            })
        .handle(
            PurseCommand.Count.class,
            (count, purse, context) -> {
              decisions.accept(purse, context);
              return List.of();
            })
        .build();
  }

  private Purse folded(long newBalance, Consumer<Purse> folds) {
    folds.accept(this);
    return after(newBalance);
  }

  private Purse after(long newBalance) {
    return new Purse(newBalance, events + 1);
  }

  PurseEvent put(long coins) {
    return new PurseEvent.CoinsPut(coins, balance + coins);
  }

  private List<PurseEvent> putOneByOne(int coins) {
    List<PurseEvent> puts = new ArrayList<>();
    for (int i = 1; i <= coins; i++) {
      puts.add(new PurseEvent.CoinsPut(1, balance + i));
    }
    return puts;
  }

  PurseEvent take(long coins) {
    if (coins > balance) {
      throw new TooFewCoins(coins, balance);
    }
    return new PurseEvent.CoinsTaken(coins, balance - coins);
  }

  static final class TooFewCoins extends CommandRejected {
    private static final long serialVersionUID = 1L;

    TooFewCoins(long wanted, long there) {
      super(
          "too-few-coins",
          "wanted " + wanted + " coins of " + there,
          Map.of("wanted", wanted, "there", there));
    }
  }
}
