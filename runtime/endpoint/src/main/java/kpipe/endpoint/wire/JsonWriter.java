package kpipe.endpoint.wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** The JSON dialect of AWS: blobs are base64, times seconds with a fraction. */
final class JsonWriter extends TreeWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_OF_ONE = 6;
    private static final int RUN = 2048;

    private boolean comma;

    JsonWriter(Output out) {
        super(out);
    }

    @Override
    public void startMap() {
        open('{');
    }

    @Override
    public void endMap() {
        close('}');
    }

    @Override
    public void startList() {
        open('[');
    }

    @Override
    public void endList() {
        close(']');
    }

    @Override
    public void name(String name) {
        before();
        quoted(name);
        out.room(1);
        out.put(':');
    }

    @Override
    public void string(String value) {
        before();
        quoted(value);
        comma = true;
    }

    @Override
    public void string(byte[] utf8, int offset, int length) {
        before();
        out.room(1);
        out.put('"');
        for (int done = 0; done < length; ) {
            int run = Math.min(length - done, RUN);
            out.room(run * MOST_OF_ONE);
            for (int i = offset + done, end = i + run; i < end; i++) {
                byte b = utf8[i];
                if (b >= 0 && b < 32 || b == '"' || b == '\\') {
                    escaped(b);
                } else {
                    out.put(b);
                }
            }
            done += run;
        }
        out.room(1);
        out.put('"');
        comma = true;
    }

    @Override
    public void number(long value) {
        plain(Long.toString(value));
    }

    @Override
    void fraction(double value) {
        plain(Double.isFinite(value) ? Double.toString(value) : "null");
    }

    @Override
    public void bool(boolean value) {
        plain(value ? "true" : "false");
    }

    @Override
    void nothing() {
        plain("null");
    }

    @Override
    public void blob(byte[] bytes, int offset, int length) {
        before();
        out.room(1);
        out.put('"');
        out.putBase64(bytes, offset, length);
        out.room(1);
        out.put('"');
        comma = true;
    }

    @Override
    public void time(long millis) {
        plain(
                millis % 1000 == 0
                        ? Long.toString(millis / 1000)
                        : BigDecimal.valueOf(millis, 3).toPlainString());
    }

    private void open(char bracket) {
        before();
        out.room(1);
        out.put(bracket);
    }

    private void close(char bracket) {
        out.room(1);
        out.put(bracket);
        comma = true;
    }

    private void before() {
        if (comma) {
            out.room(1);
            out.put(',');
            comma = false;
        }
    }

    private void plain(String ascii) {
        before();
        out.room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            out.put(ascii.charAt(i));
        }
        comma = true;
    }

    private void quoted(String text) {
        out.room(1);
        out.put('"');
        int i = 0;
        while (i < text.length()) {
            int end = Math.min(i + RUN, text.length());
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            out.room((end - i) * MOST_OF_ONE);
            while (i < end) {
                i += character(text, i);
            }
        }
        out.room(1);
        out.put('"');
    }

    /** Puts the character at {@code i}, and returns of how many {@code char}s it is. */
    private int character(String text, int i) {
        char c = text.charAt(i);
        if (c < 128) {
            if (c < 32 || c == '"' || c == '\\') {
                escaped(c);
            } else {
                out.put(c);
            }
            return 1;
        }
        if (c < 0x800) {
            out.put(0xC0 | c >> 6);
            out.put(0x80 | c & 63);
            return 1;
        }
        if (!Character.isSurrogate(c)) {
            out.put(0xE0 | c >> 12);
            out.put(0x80 | c >> 6 & 63);
            out.put(0x80 | c & 63);
            return 1;
        }
        int point = text.codePointAt(i);
        if (point == c) {
            out.put('?');
            return 1;
        }
        out.put(0xF0 | point >> 18);
        out.put(0x80 | point >> 12 & 63);
        out.put(0x80 | point >> 6 & 63);
        out.put(0x80 | point & 63);
        return 2;
    }

    private void escaped(int c) {
        out.put('\\');
        switch (c) {
            case '"', '\\' -> out.put(c);
            case '\n' -> out.put('n');
            case '\r' -> out.put('r');
            case '\t' -> out.put('t');
            default -> {
                out.put('u');
                out.put('0');
                out.put('0');
                out.put(HEX[c >> 4]);
                out.put(HEX[c & 15]);
            }
        }
    }
}
