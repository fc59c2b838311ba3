CREATE OR REPLACE STREAM "OUT" ("r" VARCHAR(1024), "host" VARCHAR(40), "ext" VARCHAR(10), "who" VARCHAR(40));
CREATE OR REPLACE PUMP "P" AS INSERT INTO "OUT"
SELECT STREAM REGEX_REPLACE("referrer", 'http://', 'https://', 1, 0),
  SUBSTRING("referrer" FROM '[a-z]+\.com'),
  LOWER(SUBSTRING("file", POSITION('.' IN "file") + 1)),
  InitCap(TRIM(BOTH '"' FROM "who"))
FROM "SOURCE_SQL_STREAM_001";
