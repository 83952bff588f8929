package io.counterfoil.jdbc.properties;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.jdbc.properties.Till.TillCommand.Hold;
import io.counterfoil.jdbc.properties.Till.TillCommand.Look;
import io.counterfoil.jdbc.properties.Till.TillCommand.Put;
import io.counterfoil.jdbc.properties.Till.TillCommand.Release;
import io.counterfoil.jdbc.properties.Till.TillCommand.Take;
import io.counterfoil.jdbc.properties.Till.TillEvent.Held;
import io.counterfoil.jdbc.properties.Till.TillEvent.Moved;
import io.counterfoil.jdbc.properties.Till.TillEvent.Released;
import io.counterfoil.serialization.EventTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A till: what is in it is never below zero, nor below what is held back. Its state is no sum
 * alone, so that a fold or a snapshot that mixes something up shows.
 */
record Till(long cents, Map<String, Long> held, Optional<String> last) {
  static final EventTypes TYPES = EventTypes.of(TillEvent.class);

  static final Aggregate<TillCommand, Till, TillEvent> TILL =
      Aggregate.named("till", TillEvent.class, new Till(0, Map.of(), Optional.empty()))
          .on(
              Moved.class,
              (till, moved) -> new Till(till.cents() + moved.cents(), till.held(), moved.note()))
          .on(Held.class, (till, held) -> till.holding(held.name(), held.cents()))
          .on(Released.class, (till, released) -> till.holding(released.name(), 0))
          .identifiedBy(TillCommand.class, TillCommand::till)
          .handle(Put.class, (put, till) -> List.of(new Moved(put.cents(), put.note())))
          .handle(Take.class, (take, till) -> till.take(take))
          .handle(Hold.class, (hold, till) -> till.hold(hold))
          .handle(Release.class, (release, till) -> till.release(release))
          .handle(Look.class, (look, till) -> List.of())
          .build();

  sealed interface TillEvent extends Event {
    record Moved(long cents, Optional<String> note) implements TillEvent {}

    record Held(String name, long cents) implements TillEvent {}

    record Released(String name) implements TillEvent {}
  }

  sealed interface TillCommand {
    String till();

    record Put(String till, long cents, Optional<String> note) implements TillCommand {}

    /** Takes coin by coin, so that there are several events. */
    record Take(String till, int coins, long each) implements TillCommand {}

    record Hold(String till, String name, long cents) implements TillCommand {}

    record Release(String till, String name) implements TillCommand {}

    record Look(String till) implements TillCommand {}
  }

  long free() {
    return cents - held.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean isSound() {
    return cents >= 0 && free() >= 0;
  }

  private List<TillEvent> take(Take take) {
    requireFree(take.coins() * take.each());
    return Collections.nCopies(take.coins(), new Moved(-take.each(), Optional.empty()));
  }

  private List<TillEvent> hold(Hold hold) {
    requireFree(hold.cents() - held.getOrDefault(hold.name(), 0L));
    return List.of(new Held(hold.name(), hold.cents()));
  }

  private List<TillEvent> release(Release release) {
    List<TillEvent> events = new ArrayList<>();
    if (held.containsKey(release.name())) {
      events.add(new Released(release.name()));
    }
    return events;
  }

  private void requireFree(long wanted) {
    if (wanted > free()) {
      throw new CommandRejected(
          "too-little", "too little is free", Map.of("free", free(), "wanted", wanted));
    }
  }

  private Till holding(String name, long amount) {
    Map<String, Long> next = new TreeMap<>(held);
    next.remove(name);
    if (amount > 0) {
      next.put(name, amount);
    }
    return new Till(cents, Collections.unmodifiableMap(next), last);
  }
}
