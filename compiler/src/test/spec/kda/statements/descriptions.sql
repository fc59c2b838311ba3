CREATE STREAM Sensor_Out (
    sensor_id VARCHAR (40) NOT NULL,
    temp numeric,
    measured_at TimeStamp NOT NULL
) DESCRIPTION 'one row for each reading, it''s raw';

CREATE PUMP Sensor_Pump DESCRIPTION 'copies' AS
INSERT EXPEDITED INTO SENSOR_OUT
SELECT STREAM SENSOR_ID, TEMP, MEASURED_AT
FROM "SOURCE_SQL_STREAM_001"
