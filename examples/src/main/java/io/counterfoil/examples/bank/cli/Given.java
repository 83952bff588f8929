package io.counterfoil.examples.bank.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says that picocli has set a parameter, which it does before it calls a command. */
final class Given {
  private Given() {}

  static <T> T required(@Nullable T parameter) {
    return Objects.requireNonNull(parameter, "a required parameter is set before the call");
  }
}
