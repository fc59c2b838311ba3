package kpipe.stdlib.connector.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/** A stream that unpacks what starts as gzip does, several members one behind the other included, and passes anything else on as it is. */
final class GzipInput extends InputStream {

    private static final int BUFFER_BYTES = 1 << 16;

    private final PushbackInputStream raw;
    private InputStream stream;

    GzipInput(InputStream raw) {
        this.raw = new PushbackInputStream(raw, 2);
        this.stream = this.raw;
    }

    /** Looks at the first two bytes; whether they are those of gzip. */
    boolean detect() throws IOException {
        int first = raw.read();
        int second = first < 0 ? -1 : raw.read();
        if (second >= 0) {
            raw.unread(second);
        }
        if (first >= 0) {
            raw.unread(first);
        }
        if (first != 0x1F || second != 0x8B) {
            return false;
        }
        stream = new GZIPInputStream(new Members(raw), BUFFER_BYTES);
        return true;
    }

    @Override
    public int read() throws IOException {
        return stream.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return stream.read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        stream.close();
        raw.close();
    }

    /** GZIPInputStream looks for a further member only where bytes seem to be available, so they always do. */
    private static final class Members extends InputStream {
        private final InputStream from;

        Members(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            return from.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return from.read(bytes, offset, length);
        }

        @Override
        public int available() {
            return 1;
        }
    }
}
