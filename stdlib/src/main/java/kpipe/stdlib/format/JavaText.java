package kpipe.stdlib.format;

/** Text as a Java literal: for formats that write the Java of their decoders and encoders. Stateless. */
public final class JavaText {

    private JavaText() {}

    /** The literal in its quotes, in ASCII. */
    public static String literal(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7F) {
                out.append(c);
            } else if (c < 0x100) {
                out.append(String.format("\\%03o", (int) c));
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.append('"').toString();
    }

    /** A long as a literal. */
    public static String literal(long value) {
        if (value == Long.MIN_VALUE) {
            return "Long.MIN_VALUE";
        }
        return value == Long.MAX_VALUE ? "Long.MAX_VALUE" : value + "L";
    }
}
