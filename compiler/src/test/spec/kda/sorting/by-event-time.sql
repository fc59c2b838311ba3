CREATE OR REPLACE STREAM "ORDERED" (event_time TIMESTAMP, sensor VARCHAR(8), reading INTEGER);
CREATE OR REPLACE PUMP "ORDERED_PUMP" AS INSERT INTO "ORDERED" (event_time, sensor, reading)
SELECT STREAM r.event_time, r.sensor, r.reading FROM (
   SELECT STREAM "event_time" AS ROWTIME, "event_time" AS event_time, "sensor" AS sensor, "reading" AS reading
   FROM "SOURCE_SQL_STREAM_001"
   ORDER BY "event_time" WITHIN INTERVAL '10' SECOND) AS r;

-- minutes of the event time now
CREATE OR REPLACE STREAM "PER_MINUTE" (minute_start TIMESTAMP, readings INTEGER, first_reading INTEGER, last_reading INTEGER);
CREATE OR REPLACE PUMP "PER_MINUTE_PUMP" AS INSERT INTO "PER_MINUTE"
SELECT STREAM FLOOR("ORDERED".ROWTIME TO MINUTE), COUNT(*), FIRST_VALUE(reading), LAST_VALUE(reading)
FROM "ORDERED"
GROUP BY FLOOR("ORDERED".ROWTIME TO MINUTE)
