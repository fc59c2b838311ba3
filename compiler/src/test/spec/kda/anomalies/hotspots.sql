-- ** Hotspots **
CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" (
    "CUSTOMER"        VARCHAR(4),
    "x"               DOUBLE,
    "y"               DOUBLE,
    HOTSPOTS_RESULT   VARCHAR(10000)
); 
CREATE OR REPLACE PUMP "STREAM_PUMP" AS 
    INSERT INTO "DESTINATION_SQL_STREAM" 
    SELECT "CUSTOMER", "x", "y", "HOTSPOTS_RESULT" 
    FROM TABLE (
        HOTSPOTS(   
            CURSOR(SELECT STREAM "CUSTOMER", "x", "y" FROM "SOURCE_SQL_STREAM_001"), 
            1000, 
            1.5, 
            3)
        );
