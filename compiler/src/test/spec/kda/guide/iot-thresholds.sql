CREATE OR REPLACE STREAM "ALARMS" ("device" VARCHAR(8), "reading" DOUBLE, "limit" DOUBLE, "label" VARCHAR(10));
CREATE OR REPLACE PUMP "ALARM_PUMP" AS INSERT INTO "ALARMS"
SELECT STREAM s."device", s."reading", l."max",
   CASE WHEN s."reading" > l."max" * 2 THEN 'critical' WHEN s."reading" > l."max" THEN 'high' ELSE 'ok' END
FROM "SOURCE_SQL_STREAM_001" AS s
INNER JOIN "limits" AS l ON l."kind" = SUBSTRING(s."device" FROM 1 FOR 1)
WHERE s."reading" > l."max" AND EXTRACT(HOUR FROM s.ROWTIME) NOT BETWEEN 1 AND 4;
