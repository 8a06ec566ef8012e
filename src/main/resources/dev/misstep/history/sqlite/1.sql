-- Builds that are comparable: the same project, Dockerfile, target and platform by the same kind of builder.
-- What is not known is the empty text.
CREATE TABLE series (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  identity TEXT NOT NULL UNIQUE,
  project TEXT NOT NULL,
  dockerfile TEXT NOT NULL,
  target TEXT NOT NULL,
  platform TEXT NOT NULL,
  builder TEXT NOT NULL
) STRICT;

-- What vertices of a series do, whichever build they are of.
CREATE TABLE step (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  series_id INTEGER NOT NULL REFERENCES series (id),
  identity TEXT NOT NULL,
  counted INTEGER NOT NULL,
  stage TEXT,
  instruction TEXT,
  command TEXT NOT NULL,
  UNIQUE (series_id, identity)
) STRICT;

-- Directories that were built, as the builder saw them; equal ones once.
CREATE TABLE snapshot (
  digest TEXT PRIMARY KEY,
  content BLOB NOT NULL
) STRICT;

CREATE TABLE build (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  series_id INTEGER NOT NULL REFERENCES series (id),
  identity TEXT NOT NULL UNIQUE,
  built_at TEXT NOT NULL,
  kept_at TEXT NOT NULL,
  clock TEXT NOT NULL,
  source TEXT NOT NULL,
  format TEXT NOT NULL,
  outcome TEXT NOT NULL,
  state TEXT NOT NULL,
  seconds REAL,
  commit_hash TEXT,
  branch TEXT,
  ci_run TEXT,
  machine TEXT,
  engine TEXT,
  steps INTEGER NOT NULL,
  cached INTEGER NOT NULL,
  pulled INTEGER NOT NULL,
  executed INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  executed_seconds REAL,
  saved_seconds REAL,
  lost_seconds REAL,
  cache_seconds REAL,
  record BLOB NOT NULL
) STRICT;
CREATE INDEX build_of_series ON build (series_id, built_at);
CREATE INDEX build_by_time ON build (built_at);

CREATE TABLE build_snapshot (
  build_id INTEGER NOT NULL REFERENCES build (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES snapshot (digest),
  PRIMARY KEY (build_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX build_snapshot_by_digest ON build_snapshot (digest);

-- Build arguments by name; of the values only short hashes.
CREATE TABLE argument (
  build_id INTEGER NOT NULL REFERENCES build (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (build_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE vertex (
  build_id INTEGER NOT NULL REFERENCES build (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  step_id INTEGER NOT NULL REFERENCES step (id),
  status TEXT NOT NULL,
  seconds REAL,
  start_seconds REAL,
  dockerfile_line INTEGER,
  PRIMARY KEY (build_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE miss (
  build_id INTEGER NOT NULL REFERENCES build (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  root_position INTEGER NOT NULL,
  step_id INTEGER NOT NULL REFERENCES step (id),
  cause TEXT NOT NULL,
  certainty TEXT NOT NULL,
  detail TEXT NOT NULL,
  cost_seconds REAL,
  files INTEGER NOT NULL,
  PRIMARY KEY (build_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE miss_file (
  build_id INTEGER NOT NULL REFERENCES build (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  change TEXT NOT NULL,
  PRIMARY KEY (build_id, position, path)
) STRICT, WITHOUT ROWID;
