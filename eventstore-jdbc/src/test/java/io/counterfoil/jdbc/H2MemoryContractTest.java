package io.counterfoil.jdbc;

class H2MemoryContractTest extends PooledContracts {
  H2MemoryContractTest() {
    super(Engine.H2_MEMORY);
  }
}
