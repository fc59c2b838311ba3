package kpipe.compiler.generate;

import kpipe.compiler.source.Span;

/** The text of a clause as a comment of one line above the Java that it became. */
final class SourceComment {

    private static final int MAX_LENGTH = 100;

    private SourceComment() {}

    /** {@code line 27: WHERE speed > 45}. A backslash could begin a Unicode escape, which Java reads in comments too. */
    static String of(Span span) {
        return "line " + span.line() + ": " + text(span);
    }

    private static String text(Span span) {
        String words = span.text().strip().replaceAll("\\s+", " ").replace('\\', '/');
        return words.length() <= MAX_LENGTH ? words : words.substring(0, MAX_LENGTH - 2) + " …";
    }
}
