--at most one alert every 2 minutes
CREATE OR REPLACE STREAM "ALERTS" ("deviceid" INT, "station" VARCHAR(64),
            "min_datetime" TIMESTAMP, "max_datetime" TIMESTAMP, "min_temp" DECIMAL(4,1), "max_temp" DECIMAL(4,1),
            "msg_count" INT);

CREATE OR REPLACE PUMP "ALERTS_PUMP" AS INSERT INTO "ALERTS"
SELECT STREAM "deviceid",
            "station",
            MIN("datetime") AS "min_datetime",
            MAX("datetime") AS "max_datetime",
            MIN("temperature") AS "min_temp",
            MAX("temperature") AS "max_temp",
            COUNT(*) AS "msg_count"
FROM "READINGS" AS r
WHERE "temperature" > 40
WINDOWED BY STAGGER (
            PARTITION BY "deviceid", "station", STEP("datetime" BY INTERVAL '2' MINUTE)
            RANGE INTERVAL '2' MINUTE)
HAVING COUNT(*) > 1
