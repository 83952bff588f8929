package io.counterfoil.jdbc;

class H2FileContractTest extends PooledContracts {
  H2FileContractTest() {
    super(Engine.H2_FILE);
  }
}
