-- CREATE VIEW, as scripts for SQLstream have it: a query under a name.
CREATE OR REPLACE VIEW "Big" AS
  SELECT STREAM id, amount FROM "S" WHERE amount > 10;

create view halves (key_of, half) description 'half of it' as select stream id, amount / 2.0 as x from "Big";

CREATE OR REPLACE STREAM "ONE" (id INTEGER, amount INTEGER);
CREATE OR REPLACE PUMP "P1" AS INSERT INTO "ONE" SELECT STREAM * FROM "Big";

CREATE OR REPLACE STREAM "TWO" (id INTEGER, half DOUBLE, twice INTEGER);
CREATE OR REPLACE PUMP "P2" AS INSERT INTO "TWO"
  SELECT STREAM h.key_of, h.half, b.amount * 2
  FROM halves AS h JOIN "Big" AS b ON h.KEY_OF = b.id AND h.ROWTIME = b.ROWTIME;

CREATE OR REPLACE STREAM "THREE" (n INTEGER, total INTEGER);
CREATE OR REPLACE PUMP "P3" AS INSERT INTO "THREE"
  SELECT STREAM COUNT(*), SUM(amount) FROM per_minute GROUP BY STEP(per_minute.ROWTIME BY INTERVAL '60' SECOND);

-- Declared behind its use.
CREATE OR REPLACE VIEW PER_MINUTE AS SELECT STREAM * FROM "Big" WHERE id IN (SELECT "id" FROM "known");
