CREATE OR REPLACE STREAM "Order_Stream" (
    "order_id"     integer,
    "order_type"   varchar(10),
    "ticker"       varchar(4),
    "order_price"  DOUBLE,
    "record_type"  varchar(10));
CREATE OR REPLACE PUMP "Order_Pump" AS
  INSERT INTO "Order_Stream"
  SELECT STREAM "Oid", "Otype", "Oticker", "Oprice", "RecordType"
  FROM "SOURCE_SQL_STREAM_001"
  WHERE "RecordType" = 'Order';

CREATE OR REPLACE STREAM "Trade_Stream" ("trade_id" integer, "order_id" integer, "trade_price" DOUBLE);
CREATE OR REPLACE PUMP "Trade_Pump" AS
  INSERT INTO "Trade_Stream"
  SELECT STREAM "Tid", "Toid", "Tprice"
  FROM "SOURCE_SQL_STREAM_001"
  WHERE "RecordType" = 'Trade';

CREATE OR REPLACE STREAM "DESTINATION_SQL_STREAM" ("order_id" integer, "ticker" varchar(4), "trades" integer, "spent" DOUBLE);
CREATE OR REPLACE PUMP "Output_Pump" AS
  INSERT INTO "DESTINATION_SQL_STREAM"
  SELECT STREAM j."order_id", j."ticker", COUNT(*), SUM(j."trade_price")
  FROM (
    SELECT STREAM o."order_id", o."ticker", t."trade_price"
    FROM "Order_Stream" OVER (RANGE INTERVAL '1' MINUTE PRECEDING) AS o
    JOIN "Trade_Stream" OVER (RANGE INTERVAL '1' MINUTE PRECEDING) AS t ON o."order_id" = t."order_id"
  ) AS j
  GROUP BY j."order_id", j."ticker", STEP(j.ROWTIME BY INTERVAL '1' MINUTE);
