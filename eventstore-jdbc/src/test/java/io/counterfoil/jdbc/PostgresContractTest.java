package io.counterfoil.jdbc;

class PostgresContractTest extends PooledContracts {
  PostgresContractTest() {
    super(Engine.POSTGRES);
  }
}
