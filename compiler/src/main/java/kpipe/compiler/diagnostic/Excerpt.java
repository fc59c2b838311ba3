package kpipe.compiler.diagnostic;

import kpipe.compiler.source.SourceFile;
import kpipe.compiler.source.Span;

/** A line as a terminal shows it: tabs as blanks, wide characters counted as two columns, long lines cut. */
final class Excerpt {
    private static final int TAB = 4;
    private static final int LONGEST = 160;
    private static final int BEFORE = 40;

    private final int start;
    private final int end;
    private final int[] columns;
    private final String text;

    /** A line of which {@code focus} must be seen. */
    Excerpt(SourceFile file, int line, Span focus) {
        int lineStart = file.lineStart(line);
        int lineEnd = file.lineEnd(line);
        boolean cut = lineEnd - lineStart > LONGEST;
        int first = cut ? Math.max(lineStart, Math.min(focus.start(), lineEnd) - BEFORE) : lineStart;
        int last = cut ? Math.min(lineEnd, first + LONGEST) : lineEnd;
        String source = file.text();
        if (first > lineStart && Character.isLowSurrogate(source.charAt(first))) {
            first--;
        }
        start = first;
        end = last;
        columns = new int[last - first + 1];
        StringBuilder shown = new StringBuilder();
        int column = 0;
        if (first > lineStart) {
            shown.append('…');
            column++;
        }
        for (int i = first; i < last; ) {
            int c = source.codePointAt(i);
            int length = Math.min(Character.charCount(c), last - i);
            int width = c == '\t' ? TAB - column % TAB : width(c);
            for (int k = 0; k < length; k++) {
                columns[i - first + k] = column;
            }
            if (c == '\t') {
                shown.append(" ".repeat(width));
            } else {
                shown.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c);
            }
            column += width;
            i += length;
        }
        columns[last - first] = column;
        text = last < lineEnd ? shown + "…" : shown.toString();
    }

    /** The line as shown. */
    String text() {
        return text;
    }

    /** The column, from 0, in which the character at {@code offset} is shown. */
    int column(int offset) {
        return columns[Math.min(Math.max(offset, start), end) - start];
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || c == 0x200B || c == 0x200D) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115F
                || c >= 0x2E80 && c <= 0xA4CF && c != 0x303F
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF00 && c <= 0xFF60
                || c >= 0xFFE0 && c <= 0xFFE6
                || c >= 0x1F300 && c <= 0x1F64F
                || c >= 0x1F680 && c <= 0x1F9FF
                || c >= 0x20000 && c <= 0x3FFFD;
        return wide ? 2 : 1;
    }
}
