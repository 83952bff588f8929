/** The event store on SQL databases. */
@SuppressWarnings("module") // the one module that may see the dialects is built after this one
module io.counterfoil.jdbc {
  requires transitive io.counterfoil.core;
  requires transitive java.sql;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.counterfoil.jdbc;
  exports io.counterfoil.jdbc.dialect to
      io.counterfoil.projection;
}
