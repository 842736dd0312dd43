-- Times are milliseconds since 1970 (UTC), run durations microseconds, latencies nanoseconds.
-- Statuses are numbers: 0 pass, 1 warn, 2 unknown, 3 fail.

CREATE TABLE registration (
  id   INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Texts that many results share: instances, reasons, and the shapes of sample lists (their names,
-- labels and kinds). "used" is the newest start of a result that uses the text, up to a day behind;
-- prune removes texts that nothing can use any more. Results refer to texts without a foreign key,
-- because its check would scan all results for each text removed.
CREATE TABLE term (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  digest BLOB NOT NULL UNIQUE, -- SHA-256 of the text: a shape can be long
  text   TEXT NOT NULL,
  used   INTEGER NOT NULL
) STRICT;

-- Run ids only rise, so that this table is a log that grows at its end.
CREATE TABLE result (
  run_id       INTEGER PRIMARY KEY,
  registration INTEGER NOT NULL REFERENCES registration (id),
  started      INTEGER NOT NULL,
  status       INTEGER NOT NULL,
  latency      INTEGER,
  took         INTEGER NOT NULL,
  late         INTEGER NOT NULL,
  attempt      INTEGER NOT NULL,
  instance     INTEGER NOT NULL,
  reason       INTEGER,
  summary      TEXT NOT NULL,
  shape        INTEGER, -- NULL without samples
  numbers      BLOB,    -- the values of the samples, in the order of the shape
  extra        TEXT     -- findings, details and log as JSON; NULL when there are none
) STRICT;

-- Answers history and uptime without a look at the rows.
CREATE INDEX result_by_time ON result (registration, started, run_id, status, latency);
-- Answers latest and pages; filters by status and time without a look at the rows.
CREATE INDEX result_by_run ON result (registration, run_id, status, started);
-- Trouble is rare: the newest of it over all registrations.
CREATE INDEX result_trouble ON result (run_id, status) WHERE status <> 0;

CREATE TABLE incident (
  id           INTEGER PRIMARY KEY,
  registration INTEGER NOT NULL REFERENCES registration (id),
  rule         TEXT NOT NULL,
  open         INTEGER NOT NULL,
  body         TEXT NOT NULL -- JSON
) STRICT;

CREATE INDEX incident_by_registration ON incident (registration, id);
-- The guarantee: at most one open incident per registration and rule.
CREATE UNIQUE INDEX incident_open ON incident (registration, rule) WHERE open = 1;

CREATE TABLE rule_state (
  registration INTEGER PRIMARY KEY REFERENCES registration (id),
  state        BLOB NOT NULL
) STRICT;

CREATE TABLE document (
  collection TEXT NOT NULL,
  id         TEXT NOT NULL,
  version    INTEGER NOT NULL,
  body       TEXT NOT NULL,
  UNIQUE (collection, id)
) STRICT;

-- One row. The largest id ever committed outlives the results that had it.
CREATE TABLE high_water (
  last_id INTEGER NOT NULL
) STRICT;

INSERT INTO high_water (last_id) VALUES (0);
