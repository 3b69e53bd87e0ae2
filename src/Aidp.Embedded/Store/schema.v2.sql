-- Brings a store of version 1 to version 2.

-- Tells this store from others, so that the mark of what was acknowledged (StoreLock) is compared with its own store only.
ALTER TABLE host ADD COLUMN identity INTEGER NOT NULL DEFAULT 0;
-- Commits ever made: fewer than were acknowledged means that synced bytes of the log are lost.
ALTER TABLE host ADD COLUMN commits INTEGER NOT NULL DEFAULT 0;
-- The program that ran the orchestrations last: another one replays them dry before it takes over.
ALTER TABLE host ADD COLUMN program TEXT;
-- When every page and row was last verified; 0 means never.
ALTER TABLE host ADD COLUMN verified INTEGER NOT NULL DEFAULT 0;
-- Null until this version has written the row.
ALTER TABLE host ADD COLUMN crc INTEGER;
UPDATE host SET identity = random();

-- The size of the history with its long texts, in bytes of UTF-8; what a version 1 wrote is not counted.
-- This and the next are part of the checksum only when one is not 0, so that rows of version 1 keep theirs.
ALTER TABLE instance ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
-- External events in the history that the orchestrator has not waited for yet.
ALTER TABLE instance ADD COLUMN buffered INTEGER NOT NULL DEFAULT 0;

-- Instances that the present program cannot go on with, since its code does something else than their history says.
CREATE TABLE held (
  instance INTEGER PRIMARY KEY,
  reason   TEXT NOT NULL,
  crc      INTEGER NOT NULL
) STRICT;

-- Answers of activity calls that came too late and were rejected; only the latest are kept.
CREATE TABLE late (
  key       INTEGER PRIMARY KEY,
  instance  TEXT NOT NULL,
  execution TEXT NOT NULL,
  task      INTEGER NOT NULL,
  -- The epoch of the engine under which the attempt ran.
  fence     INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  reason    TEXT NOT NULL,
  crc       INTEGER NOT NULL
) STRICT;
