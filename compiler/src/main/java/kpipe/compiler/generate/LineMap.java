package kpipe.compiler.generate;

import java.util.Objects;
import java.util.TreeMap;
import kpipe.compiler.source.Span;

/**
 * For each line of a generated file the line of the .kpipe file that it comes from. The generator writes {@code // line 27: WHERE speed > 45} above what a clause became; what
 * follows belongs to that clause until the next such comment or the end of the method. All other lines belong to the statement.
 */
public final class LineMap {

    private static final String MARK = "// line ";

    private final String file;
    private final TreeMap<Integer, Integer> starts = new TreeMap<>();

    private LineMap(Span statement) {
        file = StatementWriter.file(statement);
        starts.put(0, statement.line());
    }

    /** Every line comes from the statement. */
    static LineMap of(Span statement) {
        return new LineMap(statement);
    }

    /** The lines of a body stand in the source as they are, from {@code first} on. */
    static LineMap of(Span body, int first) {
        LineMap map = new LineMap(body);
        int count = (int) body.text().lines().count();
        for (int i = 0; i < count; i++) {
            map.starts.put(first + i, body.line() + i);
        }
        map.starts.put(first + count, body.line());
        return map;
    }

    /** Reads the map off the comments of a source. */
    static LineMap of(Span statement, String source) {
        LineMap map = new LineMap(statement);
        int number = 0;
        for (String line : source.split("\n", -1)) {
            number++;
            String content = line.strip();
            if (content.startsWith(MARK)) {
                int end = content.indexOf(':');
                map.starts.put(number, Integer.parseInt(content.substring(MARK.length(), end)));
            } else if (line.equals("  }")) {
                map.starts.put(number, statement.line());
            }
        }
        return map;
    }

    /** The .kpipe file, without its folder: that differs from one machine to another, while the jar does not. */
    public String file() {
        return file;
    }

    /** The line of the .kpipe file of a line of the generated file. */
    public int line(int javaLine) {
        return Objects.requireNonNull(starts.floorEntry(javaLine)).getValue();
    }
}
