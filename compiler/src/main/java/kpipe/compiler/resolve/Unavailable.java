package kpipe.compiler.resolve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kpipe.compiler.diagnostic.Code;
import kpipe.compiler.source.Span;

/** How a part of the language is refused that this release does not have. */
final class Unavailable {

    private Unavailable() {}

    /** Refuses what is written with {@code words} somewhere at the beginning of {@code span}. */
    static void report(Reports reports, Span span, String words) {
        reports.report(Code.NOT_AVAILABLE, opening(span, words), "`" + words + "`");
    }

    /** Refuses a thing that has no word of its own: {@code a join of two streams}. */
    static void reportThing(Reports reports, Span span, String thing) {
        reports.report(Code.NOT_AVAILABLE, span, thing);
    }

    /** Refuses what is written with {@code words} between the end of one span and that of another. */
    static void reportBehind(Reports reports, Span before, Span whole, String words) {
        int start = Math.min(before.end(), whole.end());
        report(reports, new Span(whole.file(), start, whole.end()), words);
    }

    /** The place of the words in the first lines of the span, or the whole span where they are written otherwise. */
    private static Span opening(Span span, String words) {
        String text = span.file().text().substring(span.start(), Math.min(span.end(), span.start() + 400));
        String pattern = "\\b" + String.join("\\s+", words.split(" ")) + "\\b";
        Matcher matcher = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(text);
        return matcher.find()
                ? new Span(span.file(), span.start() + matcher.start(), span.start() + matcher.end())
                : span;
    }
}
