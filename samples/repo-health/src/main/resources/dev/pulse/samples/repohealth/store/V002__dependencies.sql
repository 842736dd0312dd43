-- What people want to see of a repository besides its score: packages with their paths, how many
-- vulnerabilities were open at each scan (null: nobody could tell), and which workflow ran.
CREATE TABLE rh_bills (
  org TEXT NOT NULL,
  repo TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  read_at BIGINT,
  because TEXT,
  outdated_because TEXT,
  PRIMARY KEY (org, repo)
);

-- Apart from when they were read, so that they are written only when they have changed.
CREATE TABLE rh_packages (
  org TEXT NOT NULL,
  repo TEXT NOT NULL,
  packages TEXT NOT NULL,
  PRIMARY KEY (org, repo)
);

ALTER TABLE rh_scores ADD COLUMN open_critical INTEGER;
ALTER TABLE rh_scores ADD COLUMN open_high INTEGER;
ALTER TABLE rh_scores ADD COLUMN open_medium INTEGER;
ALTER TABLE rh_scores ADD COLUMN open_low INTEGER;
ALTER TABLE rh_scores ADD COLUMN open_unknown INTEGER;

ALTER TABLE rh_builds ADD COLUMN workflow TEXT NOT NULL DEFAULT '';
