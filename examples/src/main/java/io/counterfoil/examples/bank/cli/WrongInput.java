package io.counterfoil.examples.bank.cli;

/** Says that the command line or a file is not what it should be. */
final class WrongInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongInput(String message) {
    super(message);
  }
}
