CREATE OR REPLACE STREAM "TRIPS" (city VARCHAR(16), driver VARCHAR(8), rider VARCHAR(8));
CREATE OR REPLACE PUMP "P" AS INSERT INTO "TRIPS"
SELECT STREAM coalesce(c."Name", 'nowhere'), d."driver", r."rider"
FROM "Rides" OVER (RANGE INTERVAL '1' MINUTE PRECEDING) AS r
INNER JOIN "Drivers" AS d            -- only the one that speaks now
   ON r."zone" = d."zone"
LEFT JOIN "Cities" AS c ON d."zone" = c."Zone"
