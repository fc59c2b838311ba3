package kpipe.compiler.source;

import java.util.Arrays;

/**
 * A text with a name. Offsets count UTF-16 units from 0; lines and columns count from 1. A line ends with {@code \n},
 * {@code \r\n} or {@code \r}. Immutable; two files are the same only if they are one object.
 */
public final class SourceFile {
    private final String name;
    private final String text;
    private final int[] lineStarts;

    /**
     * A file.
     *
     * @param name what diagnostics call it, usually the path as the user gave it
     * @param text all of it; a byte order mark at its start belongs to the text
     */
    public SourceFile(String name, String text) {
        this.name = name;
        this.text = text;
        this.lineStarts = lineStarts(text);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean crlf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (c == '\n' || c == '\r' && !crlf) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    /** What diagnostics call it. */
    public String name() {
        return name;
    }

    /** All of its text. */
    public String text() {
        return text;
    }

    /** How many lines there are; an empty text has one. */
    public int lineCount() {
        return lineStarts.length;
    }

    /** The line that holds that offset, from 1. The end of the text belongs to the last line. */
    public int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, Math.min(Math.max(offset, 0), text.length()));
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** How far that offset is into its line, in UTF-16 units from 1. */
    public int column(int offset) {
        return offset - lineStarts[line(offset) - 1] + 1;
    }

    /** The offset of a line's first character; {@code line} counts from 1. */
    public int lineStart(int line) {
        return lineStarts[line - 1];
    }

    /** The offset after a line's last character, before its end-of-line. */
    public int lineEnd(int line) {
        int end = line < lineStarts.length ? lineStarts[line] : text.length();
        int start = lineStarts[line - 1];
        if (line < lineStarts.length) {
            end--;
            if (end > start && text.charAt(end) == '\n' && text.charAt(end - 1) == '\r') {
                end--;
            }
        }
        return end;
    }

    /** A line without its end-of-line. */
    public String lineText(int line) {
        return text.substring(lineStart(line), lineEnd(line));
    }

    /** The span between two offsets. */
    public Span span(int start, int end) {
        return new Span(this, start, end);
    }

    @Override
    public String toString() {
        return name;
    }
}
