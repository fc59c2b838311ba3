-- What words of our language mean, where DuckDB has none or means something else by its own. Each says why.

-- A character stands at each place from 1 on; places before count and hold nothing. DuckDB counts places below 0 from the end.
CREATE MACRO kp_part(s, place, n) AS substring(s, greatest(place, 1), greatest(place + n - greatest(place, 1), 0));
CREATE MACRO kp_from(s, place) AS substring(s, greatest(place, 1));
-- With commas it is NULL behind the end, as in Kinesis Data Analytics.
CREATE MACRO kp_part_or_null(s, place, n) AS CASE WHEN place <= length(s) THEN kp_part(s, place, n) END;
CREATE MACRO kp_from_or_null(s, place) AS CASE WHEN place <= length(s) THEN kp_from(s, place) END;
CREATE MACRO kp_overlay(s, other, place, n) AS substring(s, 1, greatest(place - 1, 0)) || other || substring(s, greatest(place + n, 1));
-- DuckDB has no INITCAP. Blanks divide words.
CREATE MACRO kp_initcap(s) AS CASE WHEN s IS NOT NULL THEN array_to_string(list_transform(string_split(s, ' '), lambda w: upper(substring(w, 1, 1)) || lower(substring(w, 2))), ' ') END;
-- NULL where nothing matches; DuckDB has an empty text.
CREATE MACRO kp_match(s, pattern) AS CASE WHEN regexp_matches(s, pattern) THEN regexp_extract(s, pattern) END;
-- What fails costs the row. DuckDB has NULL for a division of whole numbers by zero, and an infinity for one of floating numbers.
-- NULL by zero is NULL.
CREATE MACRO kp_divisor(n, dividend) AS CASE WHEN n = 0 AND dividend IS NOT NULL THEN CAST(CASE WHEN n = 0 THEN '!' END AS BIGINT) ELSE n END;
CREATE MACRO kp_finite(x) AS CASE WHEN isinf(x) OR isnan(x) THEN CAST(CASE WHEN isinf(x) OR isnan(x) THEN '!' END AS DOUBLE) ELSE x END;
-- A quotient of whole numbers, halves away from zero.
CREATE MACRO kp_round_quotient(n, d) AS CASE WHEN (n < 0) <> (d < 0) THEN -1 ELSE 1 END * ((abs(CAST(n AS HUGEINT)) * 2 + abs(CAST(d AS HUGEINT))) // (abs(CAST(d AS HUGEINT)) * 2));
-- Rounded down to a multiple of so many milliseconds since 1970.
CREATE MACRO kp_step(ms, d) AS ms - ((ms % d) + d) % d;
CREATE MACRO kp_time(ms) AS make_timestamp(CAST(ms AS BIGINT) * 1000);
CREATE MACRO kp_stepped(t, d) AS kp_time(kp_step(epoch_ms(t), d));
-- Milliseconds are written where there are some.
CREATE MACRO kp_time_text(t) AS CASE WHEN epoch_ms(t) % 1000 = 0 THEN strftime(t, '%Y-%m-%d %H:%M:%S') ELSE strftime(t, '%Y-%m-%d %H:%M:%S.%g') END;
-- Truth is written in capitals.
CREATE MACRO kp_truth_text(b) AS CASE WHEN b THEN 'TRUE' WHEN NOT b THEN 'FALSE' END;
-- What is no whole number is an error; DuckDB rounds '1.5'.
CREATE MACRO kp_whole(s) AS CAST(CASE WHEN regexp_full_match(trim(s), '[+-]?[0-9]+') THEN trim(s) WHEN s IS NOT NULL THEN '!' END AS BIGINT);
-- NULL where one of them is; DuckDB passes over NULLs. All are computed first, and fail, whichever is NULL.
CREATE MACRO kp_greatest(a, b) AS CASE WHEN greatest(a, b) IS NULL OR a IS NULL OR b IS NULL THEN NULL ELSE greatest(a, b) END;
CREATE MACRO kp_least(a, b) AS CASE WHEN least(a, b) IS NULL OR a IS NULL OR b IS NULL THEN NULL ELSE least(a, b) END;
CREATE MACRO kp_ceil(t, unit, one) AS CASE WHEN CAST(date_trunc(unit, t) AS TIMESTAMP) = t THEN t ELSE CAST(date_trunc(unit, t) AS TIMESTAMP) + one END;
-- A value that is no constant, whatever it is made of.
CREATE MACRO kp_of_row(id, x) AS CASE WHEN id IS NULL AND id IS NOT NULL THEN NULL ELSE x END;
