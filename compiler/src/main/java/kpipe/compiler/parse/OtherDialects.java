package kpipe.compiler.parse;

import java.util.List;
import java.util.Set;
import kpipe.compiler.diagnostic.Diagnostic;
import kpipe.compiler.diagnostic.Fix;
import kpipe.compiler.source.Span;
import kpipe.compiler.syntax.TimeUnit;
import kpipe.grammar.KpipeParser;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** How the streaming SQL of Flink and ksqlDB, and others, writes what is written in another way here. */
final class OtherDialects {
    private static final Set<Integer> SHAPES = Set.of(
            KpipeParser.TUMBLING,
            KpipeParser.HOPPING,
            KpipeParser.CUMULATING,
            KpipeParser.SLIDING,
            KpipeParser.SESSION,
            KpipeParser.STAGGER);

    private static final Set<String> WINDOW_FUNCTIONS = Set.of("TUMBLE", "HOP", "CUMULATE", "SESSION");

    private static final Set<String> RESULTS = Set.of("CHANGES", "FINAL");

    private final Reading reading;
    private final List<Token> words;
    private final int at;

    /** Looks at the words of a statement, of which that at a place does not fit. */
    OtherDialects(Reading reading, List<Token> words, int at) {
        this.reading = reading;
        this.words = words;
        this.at = at;
    }

    /** The message with what is to be written instead, or null if the words are none of another dialect. */
    @Nullable
    Diagnostic explain(Diagnostic misfit) {
        String note = note();
        if (note != null) {
            return misfit.withNote(note);
        }
        Fix fix = fix();
        return fix == null ? null : misfit.withFix(fix);
    }

    private @Nullable String note() {
        String word = text(at);
        String before = text(at - 1);
        if (word.equals("WINDOWED") && behind("HAVING")) {
            return "`WINDOWED BY` stands between GROUP BY and HAVING";
        }
        if (word.equals("WITHIN") && behind("JOIN")) {
            return "say for how long rows are held: `JOIN s OVER (RANGE INTERVAL '1' HOUR PRECEDING) AS s`, or in ON by "
                    + "`s.ROWTIME BETWEEN o.ROWTIME AND o.ROWTIME + INTERVAL '1' HOUR`";
        }
        if (before.equals("QUALIFY")) {
            return "write the condition around the query: `FROM (SELECT …, ROW_NUMBER() OVER (…) AS place …) WHERE place = 1`";
        }
        if (word.equals("TIME") && before.equals("AT")) {
            return "times are in UTC; the windows of a zone are made by `TUMBLING 1 DAY TIME ZONE 'Europe/Berlin'`";
        }
        if (type(at) == KpipeParser.NUMBER && before.equals("TOP")) {
            return "write `ORDER BY FLOOR(ROWTIME TO MINUTE), … LIMIT " + word + "` behind the query";
        }
        if (text(at - 2).equals("*") && (before + word).equals("EXCEPT(")
                || text(at - 3).equals("*") && text(at - 2).equals("EXCEPT") && before.equals("(")) {
            return "`*` gives all columns: name those that are wanted";
        }
        if (word.equals("WITH") && before.equals(")")) {
            return "say where rows come from: `FROM FILE 'rows.jsonl' FORMAT JSON`";
        }
        if (word.equals("WATERMARK") || before.equals("FOR") && text(at - 2).equals("WATERMARK")) {
            return "behind FROM and FORMAT write `EVENT TIME column LATENESS 5 SECONDS`";
        }
        if (word.equals("AS") && behind("TABLE") && at <= 3) {
            return "a table is read from a source; what a query gives is a stream: `STREAM name AS SELECT …`";
        }
        return windowNote(word, before);
    }

    private @Nullable String windowNote(String word, String before) {
        if (at < 2 || !SHAPES.contains(type(at - 1))) {
            return null;
        }
        boolean named = text(at - 2).equals("WINDOW") && word.equals("(");
        boolean key = text(at - 2).equals(",") && behind("GROUP");
        return named || key ? "the window stands behind GROUP BY: `GROUP BY keys WINDOWED BY " + before + " …`" : null;
    }

    private @Nullable Fix fix() {
        String word = text(at);
        int emit = word.equals("EMIT") ? at : text(at - 1).equals("EMIT") ? at - 1 : -1;
        if (emit > 0 && RESULTS.contains(text(emit + 1))) {
            return Fix.replace(
                    "leave it out: a result comes when its window closes, and is final",
                    reading.span(words.get(emit), words.get(emit + 1)),
                    "");
        }
        if (type(at - 1) == KpipeParser.SESSION
                && Set.of(KpipeParser.NUMBER, KpipeParser.INTERVAL).contains(type(at))) {
            String length = words.get(at).getText();
            return Fix.replace("did you mean `SESSION GAP`?", reading.span(words.get(at)), "GAP " + length);
        }
        if (type(at - 1) == KpipeParser.NUMBER
                && Set.of("RANGE", "BETWEEN", "WITHIN", "+", "-").contains(text(at - 2))) {
            return interval();
        }
        if (word.equals("(") && WINDOW_FUNCTIONS.contains(text(at - 1)) && close(at) > 0) {
            Span call = reading.span(words.get(at - 1), words.get(close(at)));
            return Fix.replace("a window function stands inside of `TABLE(…)`", call, "TABLE(" + call.text() + ")");
        }
        if (word.equals(":") && text(at + 1).equals(":") && at + 2 < words.size()) {
            return cast();
        }
        return null;
    }

    /** {@code 5 SECONDS} where an interval is an expression. */
    private @Nullable Fix interval() {
        for (TimeUnit unit : TimeUnit.values()) {
            if (text(at).equals(unit.name()) || text(at).equals(unit.name() + "S")) {
                String interval = "INTERVAL '" + words.get(at - 1).getText() + "' " + unit.name();
                return Fix.replace(
                        "an interval is written `" + interval + "`",
                        reading.span(words.get(at - 1), words.get(at)),
                        interval);
            }
        }
        return null;
    }

    /** {@code value::type}. */
    private @Nullable Fix cast() {
        int first = at - 1;
        while (first >= 2 && type(first - 1) == KpipeParser.DOT) {
            first -= 2;
        }
        if (type(first) == KpipeParser.RIGHT_PAREN) {
            return null;
        }
        String value = reading.span(words.get(first), words.get(at - 1)).text();
        String cast = "CAST(" + value + " AS " + words.get(at + 2).getText() + ")";
        return Fix.replace("write `" + cast + "`", reading.span(words.get(first), words.get(at + 2)), cast);
    }

    /** Where `SELECT DISTINCT STREAM` stands, whose words are in another order here: the place of DISTINCT, or -1. */
    int distinctStream() {
        for (int i = at - 2; i > 0; i--) {
            if (type(i - 1) == KpipeParser.SELECT
                    && type(i) == KpipeParser.DISTINCT
                    && type(i + 1) == KpipeParser.STREAM) {
                return i;
            }
        }
        return -1;
    }

    private boolean behind(String word) {
        for (int i = 0; i < at; i++) {
            if (text(i).equals(word)) {
                return true;
            }
        }
        return false;
    }

    /** The place of the parenthesis that closes one, or -1. */
    private int close(int open) {
        int depth = 0;
        for (int i = open; i < words.size(); i++) {
            depth += type(i) == KpipeParser.LEFT_PAREN ? 1 : type(i) == KpipeParser.RIGHT_PAREN ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private int type(int place) {
        return place >= 0 && place < words.size() ? words.get(place).getType() : Token.INVALID_TYPE;
    }

    private String text(int place) {
        return place >= 0 && place < words.size() ? Words.upper(words.get(place)) : "";
    }
}
