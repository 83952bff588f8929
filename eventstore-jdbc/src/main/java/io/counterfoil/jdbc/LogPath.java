package io.counterfoil.jdbc;

/** Along which index a reader goes through the log. */
enum LogPath {
  /** Past every event: best where most are wanted, or the stretch is short. */
  POSITION,
  /** Along one stream, whose positions grow with its sequences. */
  STREAM,
  /** From one event of the wanted types to the next. */
  EVENT_TYPE,
  /** From one event of the wanted aggregate types to the next. */
  AGGREGATE_TYPE,
  /** All of the wanted time at once: where that is little. */
  TIME
}
