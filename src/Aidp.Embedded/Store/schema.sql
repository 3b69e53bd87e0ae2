-- The store of the embedded durable engine, version 1.
--
-- One engine owns the file. A step of an orchestration writes one row of history and one row of instance, in one
-- transaction. Times are ticks of 100 ns in UTC since the year 1. Every row has a checksum (crc), so that damage is
-- found where it is read; SQLite itself does not notice a changed bit inside a value.

-- The one row about the store itself.
CREATE TABLE host (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  -- Grows with every engine that opens the store: a task begun under a lower number is lost.
  epoch INTEGER NOT NULL,
  -- 1 when the last engine closed the store in order; otherwise the file is checked at the next start.
  clean INTEGER NOT NULL
) STRICT;
INSERT INTO host VALUES (1, 0, 1);

-- One row for each instance: what is needed to list it, to find what is unfinished and to refuse a lost writer.
CREATE TABLE instance (
  key       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  execution TEXT NOT NULL,
  name      TEXT NOT NULL,
  version   TEXT,
  -- The numbers of OrchestrationRuntimeStatus: 0 running, 1 completed, 3 failed, 5 terminated, 6 pending, 7 suspended.
  status    INTEGER NOT NULL,
  created   INTEGER NOT NULL,
  updated   INTEGER NOT NULL,
  completed INTEGER,
  -- When the earliest timer, or the start, is due.
  due       INTEGER,
  -- Activities that were called and have not answered.
  open      INTEGER NOT NULL,
  -- Rows of history; a writer that expects another number is refused.
  steps     INTEGER NOT NULL,
  events    INTEGER NOT NULL,
  -- The id of the calling instance.
  parent    TEXT,
  crc       INTEGER NOT NULL
) STRICT;
CREATE INDEX instance_unfinished ON instance (status) WHERE status IN (0, 6, 7);
CREATE INDEX instance_parent ON instance (parent) WHERE parent IS NOT NULL;

-- What clients see of an instance and its history does not need; written when it changes.
CREATE TABLE texts (
  instance INTEGER PRIMARY KEY,
  status   TEXT,
  output   TEXT,
  -- The failure as JSON.
  failure  TEXT,
  crc      INTEGER NOT NULL
) STRICT;

-- One row for each step: a JSON array of its events. The position is instance key * 2^24 + step.
CREATE TABLE history (
  position INTEGER PRIMARY KEY,
  events   BLOB NOT NULL,
  crc      INTEGER NOT NULL
) STRICT;

-- Long texts of the history, so that reading a history stays cheap; events name them by key.
CREATE TABLE payload (
  key      INTEGER PRIMARY KEY,
  instance INTEGER NOT NULL,
  text     TEXT NOT NULL,
  crc      INTEGER NOT NULL
) STRICT;
CREATE INDEX payload_instance ON payload (instance);

-- Messages that are not history yet: events, answers of children, commands. In the order of their keys.
CREATE TABLE message (
  key      INTEGER PRIMARY KEY,
  instance INTEGER NOT NULL,
  event    BLOB NOT NULL,
  crc      INTEGER NOT NULL
) STRICT;
CREATE INDEX message_instance ON message (instance);

-- How often an activity call was begun by an engine that ended before it did; only calls that were lost have a row.
CREATE TABLE lost (
  instance INTEGER NOT NULL,
  task     INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  PRIMARY KEY (instance, task)
) STRICT, WITHOUT ROWID;
