package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.StreamId;
import java.util.Optional;

/** Holds what stays the same over all attempts of one command. */
record Dispatch<C, S, E extends Event>(
    Aggregate<C, S, E> aggregate,
    C command,
    StreamId stream,
    Metadata metadata,
    Optional<CommandKey> key) {

  Optional<String> keyText() {
    return key.map(CommandKey::value);
  }
}
