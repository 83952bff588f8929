package io.counterfoil;

import java.util.ArrayList;
import java.util.List;

/** Collects all that a validator finds wrong with one command. Not thread-safe. */
public final class Violations {
  private final List<Violation> found = new ArrayList<>();

  Violations() {}

  /**
   * Demands something of the command.
   *
   * @param met whether the command is as it must be
   * @param field which part of the command this is about
   * @param message what that part must be, where it is not
   * @return this, for further demands
   */
  public Violations require(boolean met, String field, String message) {
    return met ? this : add(field, message);
  }

  /**
   * Adds what was found.
   *
   * @param field which part of the command it is about
   * @param message what that part must be
   * @return this, for further demands
   */
  public Violations add(String field, String message) {
    found.add(new Violation(field, message));
    return this;
  }

  List<Violation> found() {
    return List.copyOf(found);
  }
}
