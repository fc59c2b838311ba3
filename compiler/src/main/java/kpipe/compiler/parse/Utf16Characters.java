package kpipe.compiler.parse;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/** A text for the lexer whose offsets are those of {@link String}, so that spans need no translation. */
final class Utf16Characters implements CharStream {
    private final String text;
    private int next;

    Utf16Characters(String text) {
        this.text = text;
    }

    @Override
    public String getText(Interval interval) {
        int end = Math.min(interval.b + 1, text.length());
        return interval.a >= end ? "" : text.substring(interval.a, end);
    }

    @Override
    public void consume() {
        next++;
    }

    @Override
    public int LA(int ahead) {
        int place = ahead > 0 ? next + ahead - 1 : next + ahead;
        return place < 0 || place >= text.length() ? IntStream.EOF : text.charAt(place);
    }

    @Override
    public int mark() {
        return -1;
    }

    @Override
    public void release(int marker) {}

    @Override
    public int index() {
        return next;
    }

    @Override
    public void seek(int index) {
        next = index;
    }

    @Override
    public int size() {
        return text.length();
    }

    @Override
    public String getSourceName() {
        return UNKNOWN_SOURCE_NAME;
    }
}
