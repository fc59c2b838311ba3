CREATE OR REPLACE STREAM "ROUTES" ("route" VARCHAR(40), "kind" VARCHAR(10), "n" SMALLINT, "const" INTEGER, "longest" DOUBLE);
CREATE OR REPLACE PUMP "ROUTES_PUMP" AS INSERT INTO "ROUTES"
SELECT STREAM "origin" || '=>' || "dest" as route
     , CASE "origin" WHEN "dest" THEN 'round' ELSE 'one way' END
     , COUNT((CASE WHEN "miles" > 100 THEN 1 END))
     , 250
     , (MAX("miles"))
FROM "FLIGHTS_001" AS f
GROUP BY "origin", "dest", STEP(f.ROWTIME BY INTERVAL '1' HOUR)
;
