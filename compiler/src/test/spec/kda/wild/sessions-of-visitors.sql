CREATE OR REPLACE STREAM "SESSIONS"
(
  session_id VARCHAR(60),
  user_id INTEGER,
  device VARCHAR(10),
  timeagg timestamp,
  events INTEGER,
  beginnavigation VARCHAR(32),
  endnavigation VARCHAR(32),
  beginsession VARCHAR(25),
  endsession VARCHAR(25),
  duration_sec INTEGER
);

CREATE OR REPLACE PUMP "WINDOW_PUMP" AS INSERT INTO "SESSIONS"
SELECT  STREAM
-- user, device and the start make the session
UPPER(cast("user_id" as VARCHAR(3))|| '_' ||SUBSTRING("device",1,3)||cast(UNIX_TIMESTAMP(STEP("seen" by interval '30' second))/1000 as VARCHAR(20))) as session_id,
"user_id" , "device",
STEP("seen" by interval '30' second),
COUNT("event") events,
first_value("event") as beginnavigation,
last_value("event") as endnavigation,
SUBSTRING(cast(min("seen") AS VARCHAR(25)),15,19) as beginsession,
SUBSTRING(cast(max("seen") AS VARCHAR(25)),15,19) as endsession,
TSDIFF(min("seen"),max("seen"))/1000 as duration_sec
FROM "SOURCE_SQL_STREAM_001"
WINDOWED BY STAGGER (
            PARTITION BY "user_id", "device", STEP("seen" by interval '30' second) RANGE INTERVAL '30' SECOND);
/* 
 */
