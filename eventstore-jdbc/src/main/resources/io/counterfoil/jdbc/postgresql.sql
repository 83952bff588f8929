-- Every event, for ever. Positions are drawn one by one: CACHE 1 is part of how readers of the log
-- tell a gap from an event that is still under way.
CREATE TABLE IF NOT EXISTS {events} (
  "position" BIGINT GENERATED ALWAYS AS IDENTITY (INCREMENT 1 CACHE 1 NO CYCLE) PRIMARY KEY,
  "aggregate_type" VARCHAR(255) COLLATE "C" NOT NULL,
  "aggregate_id" VARCHAR(255) COLLATE "C" NOT NULL,
  "sequence" BIGINT NOT NULL,
  "event_id" UUID NOT NULL UNIQUE,
  "type" VARCHAR(255) COLLATE "C" NOT NULL,
  "schema_version" INTEGER NOT NULL,
  "correlation_id" VARCHAR(255),
  "causation_id" VARCHAR(255),
  "recorded_at" BIGINT NOT NULL,
  "headers" TEXT,
  "data" TEXT NOT NULL,
  UNIQUE ("aggregate_type", "aggregate_id", "sequence")
);

CREATE INDEX IF NOT EXISTS {events:_by_type} ON {events} ("type", "position");

-- Partial, although every position is above 0: so that only a query that says so can be planned
-- along it. To a planner without statistics it looks as good for one stream as the unique index,
-- and the events of a whole aggregate type were read for each append.
CREATE INDEX IF NOT EXISTS {events:_by_agg_type} ON {events} ("aggregate_type", "position")
  WHERE "position" > 0;

-- Events come in about the order of their times: so a range of blocks is described by its bounds,
-- which costs an append next to nothing.
CREATE INDEX IF NOT EXISTS {events:_by_time} ON {events} USING brin ("recorded_at")
  WITH (autosummarize = on);

-- What became of the commands that carried an idempotency key.
CREATE TABLE IF NOT EXISTS {outcomes} (
  "aggregate_type" VARCHAR(255) COLLATE "C" NOT NULL,
  "aggregate_id" VARCHAR(255) COLLATE "C" NOT NULL,
  "idempotency_key" VARCHAR(255) COLLATE "C" NOT NULL,
  "fingerprint" VARCHAR(255) NOT NULL,
  "event_count" INTEGER NOT NULL,
  "last_sequence" BIGINT NOT NULL,
  "rejection" TEXT,
  "recorded_at" BIGINT NOT NULL,
  PRIMARY KEY ("aggregate_type", "aggregate_id", "idempotency_key")
);

-- May be emptied at any time: a state without a snapshot is folded from its events.
CREATE TABLE IF NOT EXISTS {snapshots} (
  "aggregate_type" VARCHAR(255) COLLATE "C" NOT NULL,
  "aggregate_id" VARCHAR(255) COLLATE "C" NOT NULL,
  "state_version" INTEGER NOT NULL,
  "sequence" BIGINT NOT NULL,
  "last_event_id" UUID NOT NULL,
  "state" TEXT NOT NULL,
  PRIMARY KEY ("aggregate_type", "aggregate_id", "state_version", "sequence")
);
