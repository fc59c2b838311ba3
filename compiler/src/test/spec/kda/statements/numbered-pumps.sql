// several pumps for one stream, each with its own list
CREATE OR REPLACE STREAM "ALL_ORDERS" ("kind" VARCHAR(8) NOT NULL, id INTEGER, "timestamp" TIMESTAMP, "value" DECIMAL(10,2), note VARCHAR)
  DESCRIPTION 'whatever was ordered';

CREATE OR REPLACE PUMP "100-BooksPump" DESCRIPTION 'books' AS INSERT EXPEDITED INTO "ALL_ORDERS" ("value", "kind", ID)
  SELECT STREAM "price" * "n", 'book', "id" FROM "BOOKS_001";
CREATE OR REPLACE PUMP "200-TripsPump" STARTED AS INSERT INTO "ALL_ORDERS" (id, "kind", "timestamp", NOTE)
  SELECT ALL "id", 'trip', t.ROWTIME, "from" || '=>' || "to" FROM "TRIPS_001" AS t WHERE "from" IS DISTINCT FROM "to";
-- and one that sleeps
CREATE OR REPLACE PUMP "300-IdlePump" STOPPED AS INSERT INTO "ALL_ORDERS" ("kind") SELECT STREAM 'idle' FROM "BOOKS_001"
