package kpipe.compiler.source;

/**
 * A place in a file.
 *
 * @param file the file
 * @param start the offset of the first character
 * @param end the offset after the last character; equal to {@code start} for a place between two characters
 */
public record Span(SourceFile file, int start, int end) implements Comparable<Span> {
    /** Checks that the place lies inside the file. */
    public Span {
        if (start < 0 || end < start || end > file.text().length()) {
            throw new IllegalArgumentException("no place " + start + ".." + end + " in " + file.name() + " of "
                    + file.text().length());
        }
    }

    /** The line of the first character, from 1. */
    public int line() {
        return file.line(start);
    }

    /** The column of the first character, from 1. */
    public int column() {
        return file.column(start);
    }

    /** The text at this place. */
    public String text() {
        return file.text().substring(start, end);
    }

    /** How many UTF-16 units it covers. */
    public int length() {
        return end - start;
    }

    /** From the start of the first to the end of the second, which stands behind it in the same file. */
    public static Span of(Span first, Span last) {
        return new Span(first.file, first.start, Math.max(first.end, last.end));
    }

    /** The empty place before its first character. */
    public Span before() {
        return new Span(file, start, start);
    }

    /** The empty place after its last character. */
    public Span after() {
        return new Span(file, end, end);
    }

    /** Whether the offset lies in it, its end included. */
    public boolean touches(int offset) {
        return start <= offset && offset <= end;
    }

    /** By place in the text; files by name. */
    @Override
    public int compareTo(Span other) {
        int byFile = file.name().compareTo(other.file.name());
        if (byFile != 0) {
            return byFile;
        }
        return start != other.start ? Integer.compare(start, other.start) : Integer.compare(end, other.end);
    }

    /** {@code fleet.kpipe:27:9}. */
    @Override
    public String toString() {
        return file.name() + ":" + line() + ":" + column();
    }
}
