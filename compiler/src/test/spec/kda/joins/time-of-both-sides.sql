CREATE OR REPLACE STREAM "ORDER_ITEM" ("at" TIMESTAMP, "itemAt" TIMESTAMP, "orderId" INTEGER, "itemId" INTEGER, "orderStatus" VARCHAR(8), "productName"VARCHAR(32));

CREATE OR REPLACE PUMP "ORDER_ITEM_PUMP" AS
INSERT INTO "ORDER_ITEM" (
      "at",
      "itemAt",
      "orderId",
			"itemId",
			"productName"
)

SELECT STREAM
     ROWTIME,
     i.ROWTIME,
     o."orderId",
     i."itemId", i."productName"
FROM ITEMS OVER (RANGE INTERVAL '30' MINUTE PRECEDING)  AS i
JOIN ORDERS OVER (RANGE INTERVAL '30' MINUTE PRECEDING)  AS o
ON   i."orderId" = o."orderId";
