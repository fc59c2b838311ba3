package kpipe.compiler.resolve;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions of Flink SQL, Calcite and ksqlDB that are no functions here, and how the same is said. */
final class OtherSpellings {

    private static final String TUMBLING = window("TUMBLING (INTERVAL '10' MINUTE)");
    private static final String HOPPING = window("HOPPING (INTERVAL '1' HOUR EVERY INTERVAL '5' MINUTE)");
    private static final String SESSION = window("SESSION (GAP INTERVAL '30' SECOND)");

    private static final Map<String, String> NOTES = Map.ofEntries(
            Map.entry("TUMBLE", TUMBLING),
            Map.entry("TUMBLE_START", TUMBLING),
            Map.entry("TUMBLE_END", TUMBLING),
            Map.entry("TUMBLE_ROWTIME", TUMBLING),
            Map.entry("HOP", HOPPING),
            Map.entry("HOP_START", HOPPING),
            Map.entry("HOP_END", HOPPING),
            Map.entry("HOP_ROWTIME", HOPPING),
            Map.entry("SESSION", SESSION),
            Map.entry("SESSION_START", SESSION),
            Map.entry("SESSION_END", SESSION),
            Map.entry("SESSION_ROWTIME", SESSION),
            Map.entry("PROCTIME", "a stream without EVENT TIME has the time of arrival: it is ROWTIME"),
            Map.entry("NOW", "the time of the start is CURRENT_TIMESTAMP, that of the row CURRENT_ROW_TIMESTAMP"),
            Map.entry("IF", "write `CASE WHEN condition THEN value ELSE other END`"),
            Map.entry("DATE_TRUNC", "write `FLOOR(time TO MINUTE)`, or any other unit"),
            Map.entry("TIME_BUCKET", "write `STEP(time BY INTERVAL '10' MINUTE)`"),
            Map.entry("TIMESTAMPDIFF", "write `CAST((later - earlier) SECOND AS BIGINT)`, or any other unit"),
            Map.entry("DATE_DIFF", "write `CAST((later - earlier) SECOND AS BIGINT)`, or any other unit"),
            Map.entry("DATEDIFF", "write `CAST((later - earlier) DAY AS INTEGER)`"),
            Map.entry("TIMESTAMPADD", "write `time + INTERVAL '1' MINUTE`, or any other unit"),
            Map.entry("TO_DATE", "write `CAST(text AS DATE)`, or CHAR_TO_DATE for another pattern"),
            Map.entry("TO_CHAR", "write TIMESTAMP_TO_CHAR, DATE_TO_CHAR or TIME_TO_CHAR"),
            Map.entry(
                    "CURRENT_WATERMARK",
                    "no query sees it: `kpipe why` shows how far time has come; what came too late is in `p.late` of a pump `p`"),
            Map.entry("LATEST_BY_OFFSET", "write LAST_VALUE"),
            Map.entry("EARLIEST_BY_OFFSET", "write FIRST_VALUE"),
            Map.entry("COUNT_DISTINCT", "write `COUNT(DISTINCT x)`"),
            Map.entry("GROUP_CONCAT", "write `LISTAGG(text, ',')`"),
            Map.entry("COLLECT_LIST", "write ARRAY_AGG"),
            Map.entry("COLLECT_SET", "write `ARRAY_AGG(DISTINCT x)`"),
            Map.entry("EXPLODE", "write `FROM s, UNNEST(s.elements) AS t(element)`"),
            Map.entry(
                    "TOPK",
                    "number the rows of each window by ROW_NUMBER, and ask `WHERE place <= 3` around the query"),
            Map.entry("UCASE", "write UPPER"),
            Map.entry("LCASE", "write LOWER"),
            Map.entry("INSTR", "write `POSITION(part IN text)`"),
            Map.entry("EXTRACTJSONFIELD", "write `JSON_VALUE(text, '$.path')`"),
            Map.entry("STRINGTOTIMESTAMP", "write `TO_TIMESTAMP(text, pattern)`"),
            Map.entry("PARSE_TIMESTAMP", "write `TO_TIMESTAMP(text, pattern)`"),
            Map.entry("FORMAT_TIMESTAMP", "write `TIMESTAMP_TO_CHAR(pattern, time)`"),
            Map.entry("LEN", "write CHAR_LENGTH"),
            Map.entry("SUBSTRING_INDEX", "write SPLIT_PART"),
            Map.entry("SPLIT_INDEX", "write `SPLIT_PART(text, separator, 1)`, which counts from 1"),
            Map.entry("GET_JSON_OBJECT", "write `JSON_VALUE(text, '$.path')`"));

    private OtherSpellings() {}

    private static String window(String shape) {
        return "write the window behind GROUP BY: `WINDOWED BY " + shape
                + "`, whose bounds are WINDOW_START and WINDOW_END";
    }

    /** What to write instead of a column of that name, which is none, or null. */
    static @Nullable String column(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "STREAM" -> "the word STREAM stands right behind SELECT: `SELECT STREAM DISTINCT …`";
            case "WINDOWSTART", "WINDOWEND" -> "the bounds of a window are WINDOW_START and WINDOW_END";
            case "WINDOW_START", "WINDOW_END" -> "only a query with `WINDOWED BY` has windows, whose bounds these are";
            case "PROCTIME" -> "a stream without EVENT TIME has the time of arrival: it is ROWTIME";
            default -> null;
        };
    }

    /** What to write instead of the function, or null. */
    static @Nullable String note(String function) {
        return NOTES.get(function.toUpperCase(Locale.ROOT));
    }
}
