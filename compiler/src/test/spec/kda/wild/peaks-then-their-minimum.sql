CREATE OR REPLACE STREAM "IN_APP" (
   device_id	 VARCHAR(5),
   sample_tt     TIMESTAMP,
   acceleration  DOUBLE);

CREATE OR REPLACE PUMP "STREAM_PUMP_001" AS INSERT INTO "IN_APP"
    SELECT STREAM "device_id", TO_TIMESTAMP(cast("sample_t"*1000 AS BIGINT)), "a"
    FROM "SOURCE_SQL_STREAM_001";

-- peak of each second
CREATE OR REPLACE STREAM "PEAKS" (device_id VARCHAR(5), n INTEGER, peak DOUBLE, "second" TIMESTAMP);
CREATE OR REPLACE PUMP "STREAM_PUMP_002" AS INSERT INTO "PEAKS"
    SELECT STREAM 	device_id,
                COUNT(acceleration),
                MAX(acceleration) AS peak,
                FLOOR(sample_tt TO SECOND) AS acceleration_time
                -- ingest_time
    FROM "IN_APP"
    WINDOWED BY STAGGER (
            PARTITION BY device_id, FLOOR(sample_tt TO SECOND) RANGE INTERVAL '1' SECOND);

-- three peaks in a row above a half
CREATE OR REPLACE STREAM "WARNINGS" (device_id VARCHAR(5), lowest DOUBLE, warning_time TIMESTAMP);
CREATE OR REPLACE PUMP "STREAM_PUMP_003" AS INSERT INTO "WARNINGS"
    SELECT STREAM 	device_id, lowest, warning_time--, ingest_time
    FROM (
        SELECT STREAM
                device_id,
                MIN(peak) OVER ROW_SLIDING_WINDOW AS lowest,
                COUNT(*) OVER ROW_SLIDING_WINDOW AS peaks,
                "second" AS warning_time
        FROM "PEAKS"
        WINDOW ROW_SLIDING_WINDOW AS (PARTITION BY device_id ROWS 2 PRECEDING)
    )
    WHERE lowest >= 0.5 AND peaks = 3;
