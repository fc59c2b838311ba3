CREATE OR REPLACE STREAM alerts (rate INTEGER, label VARCHAR(4));

create or replace pump alert_pump as insert into alerts
select stream "heartRate", "label"
from table( random_cut_forest(
  cursor(select stream "heartRate", "label" from "SOURCE_SQL_STREAM_001"), 50, 20, 1000, 1))
where ANOMALY_SCORE > 3   -- log2(20) is as far as it goes
