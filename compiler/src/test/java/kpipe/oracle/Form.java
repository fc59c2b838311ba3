package kpipe.oracle;

import static kpipe.oracle.Family.CLOCK;
import static kpipe.oracle.Family.DATE;
import static kpipe.oracle.Family.DECIMAL;
import static kpipe.oracle.Family.DOUBLE;
import static kpipe.oracle.Family.MOMENT;
import static kpipe.oracle.Family.TEXT;
import static kpipe.oracle.Family.TRUTH;
import static kpipe.oracle.Family.WHOLE;

import java.util.List;
import kpipe.data.Kind;
import kpipe.data.Type;

/**
 * A function or cast in two languages: {@code $1} is an argument, {@code #n1} a number from -3 to 5, {@code #c1} one from 0 to 4, {@code #s1} a short text, {@code #l1} a single
 * character, {@code #p1} a pattern of LIKE, {@code #r1} a regular expression, {@code #u1} a unit of time, {@code #f1} one that is a whole number. Where the words are DuckDB's own they mean the same there; else
 * {@code macros.sql} says what differs and why.
 *
 * <p>Left out: a floating number as text (each engine has its own shortest form), one as DECIMAL (DuckDB multiplies before it rounds), and what depends on the day of the run.
 */
record Form(Type type, String ours, String duck, List<Family> arguments) {

    private static final Type INTEGER = Type.of(Kind.INTEGER, true);
    private static final Type BIGINT = Type.of(Kind.BIGINT, true);
    private static final Type NUMBER = Type.of(Kind.DOUBLE, true);
    private static final Type BOOLEAN = Type.of(Kind.BOOLEAN, true);
    private static final Type VARCHAR = Type.of(Kind.VARCHAR, true);
    private static final Type DAY = Type.of(Kind.DATE, true);
    private static final Type TIME = Type.of(Kind.TIME, true);
    private static final Type TIMESTAMP = Type.of(Kind.TIMESTAMP, true);

    static final List<Form> ALL = List.of(
            // Text
            form(VARCHAR, "UPPER($1)", "upper($1)", TEXT),
            form(VARCHAR, "LOWER($1)", "lower($1)", TEXT),
            form(VARCHAR, "INITCAP($1)", "kp_initcap($1)", TEXT),
            form(VARCHAR, "REVERSE($1)", "reverse($1)", TEXT),
            form(VARCHAR, "TRIM($1)", "trim($1, ' ')", TEXT),
            form(VARCHAR, "TRIM(BOTH #l1 FROM $1)", "trim($1, #l1)", TEXT),
            form(VARCHAR, "TRIM(LEADING #l1 FROM $1)", "ltrim($1, #l1)", TEXT),
            form(VARCHAR, "TRIM(TRAILING #l1 FROM $1)", "rtrim($1, #l1)", TEXT),
            form(VARCHAR, "LTRIM($1, 'a ')", "ltrim($1, 'a ')", TEXT),
            form(VARCHAR, "RTRIM($1, 'b ')", "rtrim($1, 'b ')", TEXT),
            form(VARCHAR, "SUBSTRING($1 FROM #n1 FOR #c2)", "kp_part($1, #n1, #c2)", TEXT),
            form(VARCHAR, "SUBSTRING($1 FROM #n1)", "kp_from($1, #n1)", TEXT),
            form(VARCHAR, "SUBSTRING($1, #n1, #c2)", "kp_part_or_null($1, #n1, #c2)", TEXT),
            form(VARCHAR, "SUBSTRING($1, #n1)", "kp_from_or_null($1, #n1)", TEXT),
            form(VARCHAR, "LEFT($1, #n1)", "left($1, #n1)", TEXT),
            form(VARCHAR, "RIGHT($1, #n1)", "right($1, #n1)", TEXT),
            form(VARCHAR, "OVERLAY($1 PLACING $2 FROM #n1 FOR #c2)", "kp_overlay($1, $2, #n1, #c2)", TEXT, TEXT),
            form(VARCHAR, "OVERLAY($1 PLACING #s1 FROM #n2)", "kp_overlay($1, #s1, #n2, length(#s1))", TEXT),
            form(VARCHAR, "REPEAT($1, #n1)", "repeat($1, greatest(#n1, 0))", TEXT),
            form(VARCHAR, "LPAD($1, #c1, #s2)", "lpad($1, #c1, #s2)", TEXT),
            form(VARCHAR, "RPAD($1, #c1)", "rpad($1, #c1, ' ')", TEXT),
            form(VARCHAR, "REPLACE($1, #s1, #s2)", "replace($1, #s1, #s2)", TEXT),
            form(VARCHAR, "TRANSLATE($1, 'abX', 'ä-')", "translate($1, 'abX', 'ä-')", TEXT),
            form(VARCHAR, "($1 || $2)", "($1 || $2)", TEXT, TEXT),
            form(VARCHAR, "CONCAT($1, $2, $1)", "($1 || $2 || $1)", TEXT, TEXT),
            form(VARCHAR, "CONCAT_WS(#s1, $1, $2)", "concat_ws(#s1, $1, $2)", TEXT, TEXT),
            form(VARCHAR, "SPLIT_PART($1, #s1, 1 + #c2)", "split_part($1, #s1, 1 + #c2)", TEXT),
            form(VARCHAR, "SPLIT_PART($1, #s1, -1 - #c2)", "split_part($1, #s1, -1 - #c2)", TEXT),
            form(VARCHAR, "MD5($1)", "md5($1)", TEXT),
            form(VARCHAR, "SHA256($1)", "sha256($1)", TEXT),
            form(VARCHAR, "TO_BASE64($1)", "to_base64(encode($1))", TEXT),
            form(VARCHAR, "REGEX_REPLACE($1, #r1, '-')", "regexp_replace($1, #r1, '-', 'g')", TEXT),
            form(VARCHAR, "REGEXP_EXTRACT($1, #r1)", "kp_match($1, #r1)", TEXT),
            form(VARCHAR, "SUBSTRING($1 FROM #r1)", "kp_match($1, #r1)", TEXT),
            form(VARCHAR, "GREATEST($1, $2)", "kp_greatest($1, $2)", TEXT, TEXT),
            form(VARCHAR, "LEAST($1, $2)", "kp_least($1, $2)", TEXT, TEXT),
            form(VARCHAR, "CAST($1 AS VARCHAR(2))", "left($1, 2)", TEXT),
            form(VARCHAR, "CAST($1 AS VARCHAR(30))", "CAST($1 AS VARCHAR)", WHOLE),
            form(VARCHAR, "CAST($1 AS VARCHAR(5))", "kp_truth_text($1)", TRUTH),
            form(VARCHAR, "CAST($1 AS VARCHAR(10))", "CAST($1 AS VARCHAR)", DATE),
            form(VARCHAR, "CAST($1 AS VARCHAR(30))", "kp_time_text($1)", MOMENT),
            form(VARCHAR, "DATE_FORMAT($1, 'yyyy/MM/dd HH-mm')", "strftime($1, '%Y/%m/%d %H-%M')", MOMENT),
            form(VARCHAR, "TIMESTAMP_TO_CHAR('ss.SSS', $1)", "COALESCE(strftime($1, '%S.%g'), 'null')", MOMENT),
            // Whole numbers
            form(INTEGER, "CHAR_LENGTH($1)", "length($1)", TEXT),
            form(INTEGER, "OCTET_LENGTH($1)", "octet_length(encode($1))", TEXT),
            form(INTEGER, "POSITION(#s1 IN $1)", "position(#s1 IN $1)", TEXT),
            form(INTEGER, "POSITION($1 IN $2)", "position($1 IN $2)", TEXT, TEXT),
            form(INTEGER, "ASCII($1)", "ascii($1)", TEXT),
            form(BIGINT, "ABS($1)", "abs(CAST($1 AS BIGINT))", WHOLE),
            form(INTEGER, "SIGN($1)", "sign($1)", WHOLE),
            form(BIGINT, "ROUND($1, -1)", "CAST(kp_round_quotient($1, 10) * 10 AS BIGINT)", WHOLE),
            form(BIGINT, "GREATEST($1, $2)", "kp_greatest($1, $2)", WHOLE, WHOLE),
            form(BIGINT, "LEAST($1, $2)", "kp_least($1, $2)", WHOLE, WHOLE),
            form(INTEGER, "CAST($1 AS INTEGER)", "CAST(round($1) AS INTEGER)", DOUBLE),
            form(INTEGER, "CAST($1 AS INTEGER)", "CAST(round($1) AS INTEGER)", DECIMAL),
            form(Type.of(Kind.SMALLINT, true), "CAST($1 AS SMALLINT)", "CAST($1 AS SMALLINT)", WHOLE),
            form(BIGINT, "CAST($1 AS BIGINT)", "CAST($1 AS BIGINT)", WHOLE),
            form(BIGINT, "CAST($1 AS BIGINT)", "kp_whole($1)", TEXT),
            form(INTEGER, "TRY_CAST($1 AS INTEGER)", "TRY(CAST(kp_whole($1) AS INTEGER))", TEXT),
            form(BIGINT, "EXTRACT(#f1 FROM $1)", "extract(#f1 FROM $1)", MOMENT),
            form(BIGINT, "EXTRACT(YEAR FROM $1)", "extract(YEAR FROM $1)", DATE),
            form(BIGINT, "QUARTER($1)", "quarter($1)", MOMENT),
            form(BIGINT, "MONTH($1)", "month($1)", DATE),
            form(BIGINT, "WEEK($1)", "week($1)", DATE),
            // Sunday is 1; DuckDB's is 0.
            form(BIGINT, "DAYOFWEEK($1)", "(dayofweek($1) + 1)", MOMENT),
            form(BIGINT, "DAYOFYEAR($1)", "dayofyear($1)", DATE),
            form(BIGINT, "HOUR($1)", "hour($1)", CLOCK),
            form(BIGINT, "SECOND($1)", "second($1)", CLOCK),
            form(BIGINT, "UNIX_TIMESTAMP($1)", "epoch_ms($1)", MOMENT),
            form(BIGINT, "TSDIFF($1, $2)", "(epoch_ms($2) - epoch_ms($1))", MOMENT, MOMENT),
            form(
                    BIGINT,
                    "CAST(($1 - $2) MINUTE AS BIGINT)",
                    "CAST(trunc((epoch_ms($1) - epoch_ms($2)) // 60000) AS BIGINT)",
                    MOMENT,
                    MOMENT),
            // DECIMAL
            form(Type.decimal(12, 2, true), "CAST($1 AS DECIMAL(12,2))", "CAST($1 AS DECIMAL(12, 2))", DECIMAL),
            form(Type.decimal(8, 3, true), "CAST($1 AS DECIMAL(8,3))", "CAST($1 AS DECIMAL(8, 3))", WHOLE),
            // A second has its fraction, as in Kinesis Data Analytics; DuckDB's has none.
            form(
                    Type.decimal(5, 3, true),
                    "EXTRACT(SECOND FROM $1)",
                    "CAST(CAST(extract(MILLISECOND FROM $1) AS VARCHAR) || 'e-3' AS DECIMAL(38, 3))",
                    MOMENT),
            // Floating numbers
            form(NUMBER, "CAST($1 AS DOUBLE)", "CAST($1 AS DOUBLE)", WHOLE),
            form(NUMBER, "CAST($1 AS DOUBLE)", "CAST($1 AS DOUBLE)", DECIMAL),
            form(NUMBER, "ABS($1)", "abs($1)", DOUBLE),
            form(NUMBER, "FLOOR($1)", "floor($1)", DOUBLE),
            form(NUMBER, "CEIL($1)", "ceil($1)", DOUBLE),
            form(NUMBER, "ROUND($1)", "round($1)", DOUBLE),
            form(NUMBER, "TRUNCATE($1)", "trunc($1)", DOUBLE),
            form(NUMBER, "SIGN($1)", "CAST(sign($1) AS DOUBLE)", DOUBLE),
            form(NUMBER, "GREATEST($1, $2)", "kp_greatest($1, $2)", DOUBLE, DOUBLE),
            // Truth
            form(BOOLEAN, "($1 LIKE #p1 ESCAPE '!')", "($1 LIKE #p1 ESCAPE '!')", TEXT),
            form(BOOLEAN, "($1 NOT LIKE #p1 ESCAPE '!')", "($1 NOT LIKE #p1 ESCAPE '!')", TEXT),
            form(BOOLEAN, "($1 LIKE $2)", "($1 LIKE $2)", TEXT, TEXT),
            form(BOOLEAN, "STARTS_WITH($1, #s1)", "starts_with($1, #s1)", TEXT),
            form(BOOLEAN, "ENDS_WITH($1, #s1)", "ends_with($1, #s1)", TEXT),
            form(BOOLEAN, "REGEXP_LIKE($1, #r1)", "regexp_matches($1, #r1)", TEXT),
            // Times
            form(DAY, "CAST($1 AS DATE)", "CAST($1 AS DATE)", MOMENT),
            form(DAY, "LAST_DAY($1)", "last_day($1)", MOMENT),
            form(DAY, "($1 + INTERVAL '#c1' DAY)", "CAST($1 + INTERVAL '#c1' DAY AS DATE)", DATE),
            form(DAY, "($1 - INTERVAL '#c1' MONTH)", "CAST($1 - INTERVAL '#c1' MONTH AS DATE)", DATE),
            form(TIME, "CAST($1 AS TIME)", "CAST($1 AS TIME)", MOMENT),
            form(TIMESTAMP, "CAST($1 AS TIMESTAMP)", "CAST($1 AS TIMESTAMP)", DATE),
            form(TIMESTAMP, "($1 + INTERVAL '#c1' #u2)", "($1 + INTERVAL '#c1' #u2)", MOMENT),
            form(TIMESTAMP, "($1 - INTERVAL '#c1' #u2)", "($1 - INTERVAL '#c1' #u2)", MOMENT),
            form(TIMESTAMP, "FLOOR($1 TO #u1)", "CAST(date_trunc('#u1', $1) AS TIMESTAMP)", MOMENT),
            form(TIMESTAMP, "CEIL($1 TO #u1)", "kp_ceil($1, '#u1', INTERVAL '1' #u1)", MOMENT),
            form(TIMESTAMP, "STEP($1 BY INTERVAL '15' MINUTE)", "kp_stepped($1, 900000)", MOMENT),
            form(TIMESTAMP, "STEP($1 BY INTERVAL '7' SECOND)", "kp_stepped($1, 7000)", MOMENT),
            form(TIMESTAMP, "TO_TIMESTAMP(ABS($1 % 100000))", "kp_time(abs($1 % 100000))", WHOLE),
            form(TIMESTAMP, "GREATEST($1, $2)", "kp_greatest($1, $2)", MOMENT, MOMENT));

    Family result() {
        return Family.of(type);
    }

    private static Form form(Type type, String ours, String duck, Family... arguments) {
        return new Form(type, ours, duck, List.of(arguments));
    }
}
