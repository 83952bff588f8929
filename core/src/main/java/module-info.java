/**
 * The vocabulary of Counterfoil: events, aggregates, commands, and the contract of an event store.
 */
module io.counterfoil.core {
  requires static org.jspecify;
  requires org.slf4j;
  requires transitive tools.jackson.databind;

  exports io.counterfoil;
  exports io.counterfoil.command;
  exports io.counterfoil.serialization;
  exports io.counterfoil.store;
  exports io.counterfoil.testing;
  exports io.counterfoil.transfer;
}
