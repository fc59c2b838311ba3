package kpipe.compiler.generate;

/**
 * For each line of a generated file the line of the .kpipe file that it comes from. The generator writes {@code // line 27: WHERE speed > 45} above what a clause became; what
 * follows belongs to that clause until the next such comment or the end of the method.
 */
public record LineMap(String text) {

    static final LineMap NONE = new LineMap("");

    private static final String MARK = "// line ";

    /** Reads the map off the comments of a source. */
    static LineMap of(String source) {
        StringBuilder map = new StringBuilder();
        int current = 0;
        int number = 0;
        for (String line : source.split("\n", -1)) {
            number++;
            String content = line.strip();
            int next = current;
            if (content.startsWith(MARK)) {
                int end = MARK.length();
                while (end < content.length() && Character.isDigit(content.charAt(end))) {
                    end++;
                }
                next = Integer.parseInt(content.substring(MARK.length(), end));
            } else if (line.equals("  }")) {
                next = 0;
            }
            if (next != current) {
                map.append(number).append(' ').append(next).append('\n');
                current = next;
            }
        }
        return new LineMap(map.toString());
    }

    /** The .kpipe line of a line of the generated file, or 0 where it has none. */
    public int kpipeLine(int javaLine) {
        int result = 0;
        for (String entry : text.split("\n")) {
            int blank = entry.indexOf(' ');
            if (blank < 0 || Integer.parseInt(entry.substring(0, blank)) > javaLine) {
                break;
            }
            result = Integer.parseInt(entry.substring(blank + 1));
        }
        return result;
    }
}
