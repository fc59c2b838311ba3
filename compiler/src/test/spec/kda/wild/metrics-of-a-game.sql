CREATE STREAM "DESTINATION_STREAM"(
METRIC_NAME VARCHAR(1024),
METRIC_TIMESTAMP BIGINT,
METRIC_UNIT_VALUE_INT BIGINT,
METRIC_UNIT VARCHAR(1024),
DIMENSION_APPLICATION_ID VARCHAR(1024),
DIMENSION_COUNTRY_ID VARCHAR (1024),
OUTPUT_TYPE VARCHAR(1024));

-- Total Events
-- Count of Total Events within period
CREATE OR REPLACE PUMP "TOTAL_EVENTS_PUMP" AS
INSERT INTO "DESTINATION_STREAM" (METRIC_NAME, METRIC_TIMESTAMP, METRIC_UNIT_VALUE_INT, METRIC_UNIT, DIMENSION_APPLICATION_ID, OUTPUT_TYPE)
SELECT STREAM 'TotalEvents', UNIX_TIMESTAMP(TIME_WINDOW), COUNT(distinct_stream.event_id) AS unique_count, 'Count', distinct_stream.application_id, 'metrics'
FROM (
    SELECT STREAM DISTINCT
        rowtime as window_time,
        "AnalyticsApp_001"."event_id" as event_id,
        "AnalyticsApp_001"."application_id" as application_id,
        STEP("AnalyticsApp_001".rowtime BY INTERVAL '1' MINUTE) as TIME_WINDOW
    FROM "AnalyticsApp_001"
) as distinct_stream
GROUP BY
    application_id,
    TIME_WINDOW,
    STEP(distinct_stream.window_time BY INTERVAL '1' MINUTE);

-- Purchases
CREATE OR REPLACE PUMP "PURCHASES_PUMP" AS
INSERT INTO "DESTINATION_STREAM" (METRIC_NAME, METRIC_TIMESTAMP, METRIC_UNIT_VALUE_INT, METRIC_UNIT, DIMENSION_COUNTRY_ID, OUTPUT_TYPE)
SELECT STREAM 'Purchases', UNIX_TIMESTAMP(TIME_WINDOW), COUNT(distinct_stream.event_id) AS unique_count, 'Count', distinct_stream.country, 'metrics'
FROM (
    SELECT STREAM DISTINCT
        rowtime as window_time,
        "AnalyticsApp_001"."event_id" as event_id,
        "AnalyticsApp_001"."country" as country,
        STEP("AnalyticsApp_001".rowtime BY INTERVAL '1' MINUTE) as TIME_WINDOW
    FROM "AnalyticsApp_001"
    WHERE "AnalyticsApp_001"."event_type" = 'iap_transaction' AND "AnalyticsApp_001"."country" IS NOT NULL
) as distinct_stream
GROUP BY country, TIME_WINDOW, STEP(distinct_stream.window_time BY INTERVAL '1' MINUTE)
