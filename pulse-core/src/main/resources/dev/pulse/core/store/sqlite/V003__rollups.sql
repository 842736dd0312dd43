-- Results are summed up by hour and day when they are sealed, in the same transaction, and by
-- minute when they are removed. A row holds a few stretches of time, counted in UTC from 1970.

-- Not clustered by its key: rows of some kilobytes would then each take a page of their own.
CREATE TABLE rollup (
  id           INTEGER PRIMARY KEY,
  registration INTEGER NOT NULL REFERENCES registration (id),
  tier         INTEGER NOT NULL, -- 0 minutes (60 to a row), 1 hours (6), 2 days (1)
  span         INTEGER NOT NULL, -- which row of the tier, counted from 1970
  body         BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX rollup_by_time ON rollup (registration, tier, span);

-- The sample series that are in the roll-ups of a registration, by the numbers they have there.
CREATE TABLE series (
  registration INTEGER NOT NULL REFERENCES registration (id),
  number       INTEGER NOT NULL,
  text         TEXT NOT NULL,
  PRIMARY KEY (registration, text)
) STRICT, WITHOUT ROWID;

-- Blocks of older versions that are not in the roll-ups yet; once the store was opened, those that
-- are damaged.
CREATE TABLE unrolled (
  block INTEGER PRIMARY KEY
) STRICT;

INSERT INTO unrolled (block) SELECT id FROM block;

-- One row: single results that began before were removed, so that only roll-ups know of them.
CREATE TABLE kept (
  results INTEGER NOT NULL
) STRICT;

INSERT INTO kept (results) VALUES (-9223372036854775808);
