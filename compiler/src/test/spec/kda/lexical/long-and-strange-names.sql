CREATE OR REPLACE STREAM "the out. stream" ("größe in m²" DOUBLE, "a.b" INTEGER, "x""y" INTEGER, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" INTEGER, cost$usd INTEGER, _under INTEGER);
CREATE OR REPLACE PUMP "200-Conditioned Orders/Pump!" AS INSERT INTO "the out. stream"
SELECT STREAM t."größe in m²", t."a.b", "x""y", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", COST$USD, _UNDER FROM "the in. stream" AS t;
