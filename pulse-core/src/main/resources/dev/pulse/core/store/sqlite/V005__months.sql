-- Results are also summed up by 32 days, in rows of the tier 3 of the table rollup. Such a row sums
-- up those days that are there, and may be missing.

-- Those of older versions are still to be made from their days. Division rounds towards zero, also
-- where it should round down.
CREATE TABLE unjoined (
  registration INTEGER NOT NULL,
  span         INTEGER NOT NULL,
  PRIMARY KEY (registration, span)
) STRICT, WITHOUT ROWID;

INSERT INTO unjoined (registration, span)
SELECT DISTINCT registration, (span - ((span % 32) + 32) % 32) / 32 FROM rollup WHERE tier = 2;
