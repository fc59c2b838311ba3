package kpipe.tool.discover;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The start of what a stream would read.
 *
 * @param bytes unpacked
 * @param cut whether more follows
 */
public record Sample(byte[] bytes, boolean cut) {

    /** How many bytes are looked at at most. */
    private static final int MOST_BYTES = 16 << 20;

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int CHUNK = 1 << 13;

    /**
     * Reads a sample: to the end, or until there is enough of it.
     *
     * @param lines after how many lines there is enough where each line is a record; what waits for more input need not wait longer
     * @throws IOException if reading fails, also where what is compressed is damaged at its very start
     */
    public static Sample read(InputStream input, int lines) throws IOException {
        InputStream buffered = new BufferedInputStream(input);
        buffered.mark(2);
        boolean packed = buffered.read() == GZIP_FIRST && buffered.read() == GZIP_SECOND;
        buffered.reset();
        InputStream from = packed ? new GZIPInputStream(buffered) : buffered;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        int seen = 0;
        boolean byLine = false;
        int count = next(from, chunk);
        while (count >= 0) {
            if (all.size() == 0) {
                byLine = recordsAreLines(new String(chunk, 0, count, StandardCharsets.UTF_8));
            }
            all.write(chunk, 0, count);
            for (int i = 0; i < count; i++) {
                seen += chunk[i] == '\n' ? 1 : 0;
            }
            if (all.size() >= MOST_BYTES || byLine && seen > lines) {
                return new Sample(all.toByteArray(), true);
            }
            count = next(from, chunk);
        }
        return new Sample(all.toByteArray(), false);
    }

    /** What is compressed and cut short gives what could be read of it. */
    private static int next(InputStream from, byte[] chunk) throws IOException {
        try {
            return from.read(chunk);
        } catch (java.io.EOFException | java.util.zip.ZipException e) {
            return -1;
        }
    }

    /** An array, or an object whose first line does not close it, goes over many lines. */
    private static boolean recordsAreLines(String start) {
        String text = start.startsWith("\uFEFF") ? start.substring(1).strip() : start.strip();
        String first = text.lines().findFirst().orElse("").strip();
        return !first.startsWith("[{") && !first.equals("[") && (!first.startsWith("{") || first.endsWith("}"));
    }

    /** The text, without a byte order mark; what is no UTF-8 is replaced. */
    String text() {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The first lines that are not empty; one that is cut off is left out. */
    List<String> lines(int enough) {
        String text = text();
        String whole = cut ? text.substring(0, text.lastIndexOf('\n') + 1) : text;
        return whole.lines().filter(line -> !line.isBlank()).limit(enough).toList();
    }
}
