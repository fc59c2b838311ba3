package kpipe.runtime.log;

import java.nio.ByteBuffer;

/**
 * A record as it stands in a frame, and a window on it for a reader: the bytes are those of the reader's buffer, valid until it reads on. Not thread-safe.
 *
 * <p>In the frame: flags (1 = a watermark follows), milliseconds since the frame's first record, the watermark relative to the arrival, lengths of key and data, key, data; numbers in base 128, lowest
 * digits first.
 */
public final class LogRecord {

    /** Nothing is said about the times of the records behind. */
    public static final long NO_WATERMARK = Long.MIN_VALUE;

    private static final int WATERMARK = 1;
    private static final int MOST_OVERHEAD = 1 + 10 + 10 + 5 + 5;

    long index;
    long arrival;
    long watermark;
    byte[] bytes = new byte[0];
    int keyOffset;
    int keyLength;
    int dataOffset;
    int dataLength;

    public long index() {
        return index;
    }

    /** In milliseconds since 1970. */
    public long arrival() {
        return arrival;
    }

    public long watermark() {
        return watermark;
    }

    /** The array that key and data stand in. */
    public byte[] bytes() {
        return bytes;
    }

    public int keyOffset() {
        return keyOffset;
    }

    public int keyLength() {
        return keyLength;
    }

    public int dataOffset() {
        return dataOffset;
    }

    public int dataLength() {
        return dataLength;
    }

    static int bytes(int keyLength, int dataLength) {
        return MOST_OVERHEAD + keyLength + dataLength;
    }

    static void write(
            ByteBuffer into, long sinceFirst, long watermark, byte[] key, byte[] data, int offset, int length) {
        boolean timed = watermark != NO_WATERMARK;
        into.put((byte) (timed ? WATERMARK : 0));
        writeNumber(into, sinceFirst);
        if (timed) {
            into.putLong(watermark);
        }
        writeNumber(into, key.length);
        writeNumber(into, length);
        into.put(key).put(data, offset, length);
    }

    /** Reads the record at the buffer's position, which moves behind it. */
    void read(ByteBuffer from, long firstArrival) {
        int flags = from.get();
        arrival = firstArrival + readNumber(from);
        watermark = (flags & WATERMARK) != 0 ? from.getLong() : NO_WATERMARK;
        keyLength = (int) readNumber(from);
        dataLength = (int) readNumber(from);
        bytes = from.array();
        keyOffset = from.arrayOffset() + from.position();
        dataOffset = keyOffset + keyLength;
        from.position(from.position() + keyLength + dataLength);
    }

    private static void writeNumber(ByteBuffer into, long number) {
        long rest = number;
        while (rest >= 128) {
            into.put((byte) (rest | 128));
            rest >>>= 7;
        }
        into.put((byte) rest);
    }

    private static long readNumber(ByteBuffer from) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte digits = from.get();
            number |= (digits & 127L) << shift;
            if (digits >= 0) {
                return number;
            }
        }
    }
}
