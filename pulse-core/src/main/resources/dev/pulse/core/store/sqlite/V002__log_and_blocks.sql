-- Results are appended to a log, one row per commit, and later sealed by registration into blocks
-- of columns. What is in the log and not in a block yet is also held in memory. The table "result"
-- of version 1 is emptied into blocks when the store is opened, and dropped with its last row.

CREATE TABLE log (
  seq          INTEGER PRIMARY KEY, -- rises with every commit, also when old rows are gone
  first_run_id INTEGER NOT NULL,
  last_run_id  INTEGER NOT NULL,
  body         BLOB NOT NULL
) STRICT;

-- What the log has of a registration up to here is in blocks, or was removed.
ALTER TABLE registration ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;

CREATE TABLE block (
  id            INTEGER PRIMARY KEY,
  registration  INTEGER NOT NULL REFERENCES registration (id),
  first_started INTEGER NOT NULL,
  last_started  INTEGER NOT NULL,
  first_run_id  INTEGER NOT NULL,
  last_run_id   INTEGER NOT NULL,
  count         INTEGER NOT NULL,
  statuses      INTEGER NOT NULL, -- bit n is set when a result has status number n
  body          BLOB NOT NULL
) STRICT;

CREATE INDEX block_by_time ON block (registration, last_started, first_started);
CREATE INDEX block_by_run ON block (registration, last_run_id);
CREATE INDEX block_newest ON block (last_run_id);
-- Trouble is rare: the newest of it over all registrations.
CREATE INDEX block_trouble ON block (last_run_id) WHERE statuses <> 1;
