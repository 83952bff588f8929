package io.counterfoil.jdbc.properties;

import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.store.EventStore;
import java.util.EnumMap;
import java.util.Map;

/** The stores that a property is tried on. */
enum Stores {
  MEMORY,
  MEMORY_ENCODING,
  H2,
  POSTGRES;

  private static final Map<Stores, EventStore> SHARED = new EnumMap<>(Stores.class);

  /** Makes an empty store. */
  EventStore fresh() {
    return switch (this) {
      case MEMORY -> InMemoryEventStore.of(Till.TYPES);
      case MEMORY_ENCODING -> InMemoryEventStore.of(Till.TYPES).encoding();
      case H2 -> in(TestDatabases.h2Memory());
      case POSTGRES -> in(TestDatabases.postgres());
    };
  }

  /** Makes a store once for all, where each try has streams of its own. */
  EventStore shared() {
    synchronized (SHARED) {
      return SHARED.computeIfAbsent(this, Stores::fresh);
    }
  }

  private static EventStore in(TestDatabase database) {
    JdbcSchema.of(database.dataSource()).create();
    return JdbcEventStore.on(database.pool(6), Till.TYPES);
  }
}
