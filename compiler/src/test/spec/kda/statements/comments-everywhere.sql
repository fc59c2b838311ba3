// what goes out
CREATE /* again */ OR -- and
REPLACE
STREAM "OUT" ( // the columns
    "id" /* key */ INTEGER, -- the id
    -- "old" VARCHAR(10),
    price DOUBLE // in dollars
    /* no more */
);

/* a block
   -- with a line in it
   over ; several lines */
CREATE
OR
REPLACE PUMP "OUT_PUMP" AS -- ; not the end
INSERT INTO /* here */ "OUT" ( "id" /* first */ , // second
  price )
SELECT /* */ STREAM -- stream
  "id", ABS( // the argument
     price -- of a function
  )
  --, "old"
FROM "SOURCE_SQL_STREAM_001" -- where from
WHERE "id" IN (1, /* two */ 2 // three
  , 3)
; // the end; really
-- nothing more
