package io.counterfoil.jdbc.faults;

import io.counterfoil.jdbc.Note;
import io.counterfoil.store.Append;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.Rejection;
import io.counterfoil.store.StreamId;
import java.util.Map;

/** What an append stores under its key. */
enum Kind {
  ONE_EVENT {
    @Override
    Append on(StreamId stream) {
      return Note.written(stream, 1).withKey(KEY);
    }
  },
  THREE_EVENTS {
    @Override
    Append on(StreamId stream) {
      return Note.written(stream, 3).withKey(KEY);
    }
  },
  NO_EVENT {
    @Override
    Append on(StreamId stream) {
      return Note.written(stream, ExpectedVersion.any()).withKey(KEY);
    }
  },
  A_REJECTION {
    @Override
    Append on(StreamId stream) {
      return Append.rejected(stream, KEY, new Rejection("full", "it is full", Map.of("left", 0)));
    }
  };

  static final CommandKey KEY = new CommandKey("key", "fingerprint");

  /** Makes the append; each time with new ids of its events, as one does who decides again. */
  abstract Append on(StreamId stream);

  int events() {
    return on(Note.stream("any")).events().size();
  }
}
