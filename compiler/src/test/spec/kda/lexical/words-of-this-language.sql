CREATE OR REPLACE STREAM "OUT" (window INTEGER, state INTEGER, test INTEGER, format INTEGER, shards INTEGER, transform INTEGER, destination INTEGER, alarm INTEGER, lateness INTEGER, buffer INTEGER, tumbling INTEGER, hopping INTEGER, session INTEGER, sliding INTEGER, given INTEGER, expect INTEGER, parameter INTEGER, retention INTEGER, idle INTEGER, event INTEGER);
CREATE OR REPLACE PUMP "P" AS INSERT INTO "OUT"
SELECT STREAM window, state, test, format, shards, transform, destination, alarm, lateness, buffer, tumbling, hopping, session, sliding, given, expect, parameter, retention, idle, event
FROM "S" WHERE window > 0 AND state + test > 0 AND s.event IS NOT NULL;
