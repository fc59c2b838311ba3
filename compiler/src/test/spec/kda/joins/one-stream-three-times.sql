-- the pieces of one onboarding arrive as separate records of the same stream
CREATE OR REPLACE STREAM "ONBOARDED" (doc_number VARCHAR(15), succeeded VARCHAR(16), risk VARCHAR(16), account VARCHAR(16));
CREATE OR REPLACE PUMP "ONBOARDED_PUMP" AS
INSERT INTO "ONBOARDED"
SELECT STREAM tbA."doc", tbA."succeeded", tbB."risk", tbC."account"
FROM "INPUT_001" OVER (RANGE INTERVAL '15' SECOND PRECEDING) AS tbA
JOIN "INPUT_001" OVER (RANGE INTERVAL '15' SECOND PRECEDING) AS tbB
ON tbA."doc" = tbB."doc"
JOIN "INPUT_001" OVER (RANGE INTERVAL '15' SECOND PRECEDING) AS tbC
ON tbA."doc" = tbC."doc"
WHERE   tbA."succeeded" is not null and
        tbB."risk" is not null and
        tbC."account" is not null
