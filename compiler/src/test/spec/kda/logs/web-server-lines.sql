-- access log of the shop, common log format, one text column as the console discovered it
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
   column1 VARCHAR(16), column2 VARCHAR(16), column3 VARCHAR(16), column4 VARCHAR(32),
   column5 VARCHAR(64), column6 VARCHAR(16), column7 VARCHAR(16));

CREATE OR REPLACE PUMP "myPUMP" AS
INSERT INTO "DESTINATION_SQL_STREAM"
  SELECT STREAM
      l.r.COLUMN1
    , l.r.COLUMN2
    , l.r.COLUMN3
    , l.r.COLUMN4
    , l.r.COLUMN5
    , l.r.COLUMN6     -- status
    , l.r.COLUMN7     -- bytes, or a dash
  FROM (SELECT STREAM W3C_LOG_PARSE("log", 'COMMON')
        FROM "SOURCE_SQL_STREAM_001") AS l(r);

-- what failed, counted
CREATE OR REPLACE STREAM "FAILED" ("status" INTEGER, "n" INTEGER)
CREATE OR REPLACE PUMP "failedPump" AS INSERT INTO "FAILED"
  SELECT STREAM CAST(column6 AS INTEGER), COUNT(*)
  FROM "DESTINATION_SQL_STREAM"
  WHERE column6 >= '400'
  GROUP BY column6, STEP("DESTINATION_SQL_STREAM".ROWTIME BY INTERVAL '60' SECOND)
