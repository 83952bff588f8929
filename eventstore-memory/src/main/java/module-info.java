/** The event store that keeps its events in memory. */
module io.counterfoil.memory {
  requires transitive io.counterfoil.core;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.counterfoil.memory;
}
