-- Every event, for ever. Positions come from the counter row. A payload of up to 65,536 characters
-- lies in the row, since large objects are many times slower, and a longer one apart from it.
CREATE TABLE IF NOT EXISTS {events} (
  "position" BIGINT NOT NULL PRIMARY KEY,
  "aggregate_type" VARCHAR(255) NOT NULL,
  "aggregate_id" VARCHAR(255) NOT NULL,
  "sequence" BIGINT NOT NULL,
  "event_id" UUID NOT NULL UNIQUE,
  "type" VARCHAR(255) NOT NULL,
  "schema_version" INTEGER NOT NULL,
  "correlation_id" VARCHAR(255),
  "causation_id" VARCHAR(255),
  "recorded_at" BIGINT NOT NULL,
  "headers" CHARACTER VARYING,
  "data" CHARACTER VARYING(65536),
  "large_data" CHARACTER LARGE OBJECT,
  UNIQUE ("aggregate_type", "aggregate_id", "sequence")
);

CREATE INDEX IF NOT EXISTS {events:_by_type} ON {events} ("type", "position");

CREATE INDEX IF NOT EXISTS {events:_by_agg_type} ON {events} ("aggregate_type", "position");

CREATE INDEX IF NOT EXISTS {events:_by_time} ON {events} ("recorded_at", "position");

-- What became of the commands that carried an idempotency key.
CREATE TABLE IF NOT EXISTS {outcomes} (
  "aggregate_type" VARCHAR(255) NOT NULL,
  "aggregate_id" VARCHAR(255) NOT NULL,
  "idempotency_key" VARCHAR(255) NOT NULL,
  "fingerprint" VARCHAR(255) NOT NULL,
  "event_count" INTEGER NOT NULL,
  "last_sequence" BIGINT NOT NULL,
  "rejection" CHARACTER VARYING,
  "recorded_at" BIGINT NOT NULL,
  PRIMARY KEY ("aggregate_type", "aggregate_id", "idempotency_key")
);

-- May be emptied at any time: a state without a snapshot is folded from its events.
CREATE TABLE IF NOT EXISTS {snapshots} (
  "aggregate_type" VARCHAR(255) NOT NULL,
  "aggregate_id" VARCHAR(255) NOT NULL,
  "state_version" INTEGER NOT NULL,
  "sequence" BIGINT NOT NULL,
  "last_event_id" UUID NOT NULL,
  "state" CHARACTER LARGE OBJECT NOT NULL,
  PRIMARY KEY ("aggregate_type", "aggregate_id", "state_version", "sequence")
);

-- One row, locked by every append until its commit: so positions are visible in their order.
CREATE TABLE IF NOT EXISTS {counter} (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "last_position" BIGINT NOT NULL
);

INSERT INTO {counter} ("id", "last_position")
SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM {counter} WHERE "id" = 1);
