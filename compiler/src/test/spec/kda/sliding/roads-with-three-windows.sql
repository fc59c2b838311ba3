CREATE OR REPLACE STREAM "SPEED" ("id" VARCHAR(4), "now" DOUBLE, "two" DOUBLE, "ten" DOUBLE, "newest" BIGINT, "n" INTEGER);

CREATE OR REPLACE PUMP "SPEED_PUMP" AS
    INSERT INTO "SPEED"
        SELECT STREAM
            "id",
            AVG("speed") over W0,
            AVG("speed") over W2,
            AVG("speed") over W10,
            MAX(UNIX_TIMESTAMP("at")) over W0,
            COUNT(*) over W10
        FROM "ROADS"
            WINDOW
                W0 AS ( PARTITION BY "id"
                    RANGE INTERVAL '0' MINUTE PRECEDING),
                W2 AS ( PARTITION BY "id"
                    RANGE INTERVAL '2' MINUTE PRECEDING),
                W10 AS ( PARTITION BY "id"
                    RANGE INTERVAL '10' MINUTE PRECEDING);

        -- not working yet
        -- GROUP BY "id", FLOOR("ROADS"."at" to MINUTE)
