package io.counterfoil.serialization;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DatabindException;

/** What this package itself finds wrong with a payload: its message is free of the payload. */
final class Flaw extends DatabindException {
  private static final long serialVersionUID = 1L;

  Flaw(@Nullable Closeable processor, String reason) {
    super(processor, reason);
  }
}
