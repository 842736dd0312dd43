-- ${identity} and ${bytes} are what the database calls them. Times are milliseconds since 1970.
-- org and repo are folded to lower case, because GitHub ignores case; name is as GitHub writes it.
CREATE TABLE rh_repos (
  org TEXT NOT NULL,
  repo TEXT NOT NULL,
  name TEXT NOT NULL,
  default_branch TEXT NOT NULL,
  archived INTEGER NOT NULL,
  fork INTEGER NOT NULL,
  private INTEGER NOT NULL,
  listed INTEGER NOT NULL,
  listed_at BIGINT NOT NULL,
  result TEXT,
  build_status TEXT NOT NULL,
  last_run BIGINT,
  last_score INTEGER,
  last_coverage TEXT,
  judged_score INTEGER,
  judged_coverage TEXT,
  error TEXT,
  PRIMARY KEY (org, repo)
);

CREATE TABLE rh_scans (
  id ${identity},
  org TEXT NOT NULL,
  scope TEXT,
  started_at BIGINT NOT NULL,
  progress_at BIGINT NOT NULL,
  finished_at BIGINT,
  resumable INTEGER NOT NULL,
  status TEXT,
  requests BIGINT NOT NULL,
  error TEXT
);
CREATE INDEX rh_scans_by_progress ON rh_scans (org, progress_at);

CREATE TABLE rh_scores (
  org TEXT NOT NULL,
  scan_id BIGINT NOT NULL,
  repo TEXT NOT NULL,
  scanned_at BIGINT NOT NULL,
  score INTEGER,
  model TEXT NOT NULL,
  factors TEXT NOT NULL,
  missing TEXT NOT NULL,
  PRIMARY KEY (org, scan_id, repo)
);
CREATE INDEX rh_scores_by_repo ON rh_scores (org, repo, scanned_at);

CREATE TABLE rh_vulnerabilities (
  org TEXT NOT NULL,
  repo TEXT NOT NULL,
  ecosystem TEXT NOT NULL,
  package TEXT NOT NULL,
  id TEXT NOT NULL,
  aliases TEXT NOT NULL,
  severity TEXT NOT NULL,
  description TEXT NOT NULL,
  version TEXT,
  fixed_version TEXT,
  sources TEXT NOT NULL,
  reported_by TEXT NOT NULL,
  first_seen BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  closed_at BIGINT,
  PRIMARY KEY (org, repo, ecosystem, package, id)
);

CREATE TABLE rh_builds (
  org TEXT NOT NULL,
  repo TEXT NOT NULL,
  run_id BIGINT NOT NULL,
  attempt INTEGER NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  branch TEXT NOT NULL,
  sha TEXT NOT NULL,
  started_at BIGINT,
  updated_at BIGINT NOT NULL,
  url TEXT,
  source TEXT NOT NULL,
  to_judge INTEGER NOT NULL,
  PRIMARY KEY (org, repo, run_id, attempt)
);
CREATE INDEX rh_builds_by_time ON rh_builds (org, updated_at);
CREATE INDEX rh_builds_by_repo ON rh_builds (org, repo, updated_at);
CREATE INDEX rh_builds_to_judge ON rh_builds (org, repo) WHERE to_judge = 1;

-- Up to which build of a branch rules have judged; outlives the builds.
CREATE TABLE rh_judged (
  org TEXT NOT NULL,
  repo TEXT NOT NULL,
  branch TEXT NOT NULL,
  finished_at BIGINT NOT NULL,
  run_id BIGINT NOT NULL,
  PRIMARY KEY (org, repo, branch)
);

CREATE TABLE rh_alerts (
  org TEXT NOT NULL,
  rule TEXT NOT NULL,
  repo TEXT NOT NULL,
  subject TEXT NOT NULL,
  name TEXT NOT NULL,
  severity TEXT NOT NULL,
  text TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  opening BIGINT NOT NULL,
  ended_at BIGINT,
  PRIMARY KEY (org, rule, repo, subject)
);

CREATE TABLE rh_digests (
  org TEXT NOT NULL,
  channel TEXT NOT NULL,
  day TEXT NOT NULL,
  claimed_at BIGINT NOT NULL,
  until_opening BIGINT NOT NULL,
  PRIMARY KEY (org, channel, day)
);

CREATE TABLE rh_http_cache (
  key TEXT NOT NULL PRIMARY KEY,
  etag TEXT NOT NULL,
  body ${bytes} NOT NULL,
  link TEXT,
  answered_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL
);
CREATE INDEX rh_http_cache_by_use ON rh_http_cache (used_at);
