/** Read models that are kept by replaying events: in a database, or in any other sink. */
module io.counterfoil.projection {
  requires transitive io.counterfoil.core;
  requires io.counterfoil.jdbc;
  requires transitive java.sql;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.counterfoil.projection;
  exports io.counterfoil.projection.jdbc;
  exports io.counterfoil.projection.testing;
}
