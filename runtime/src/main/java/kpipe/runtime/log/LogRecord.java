package kpipe.runtime.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands in a frame, and a window on it for a reader: the bytes are those of the reader's buffer, valid until it reads on. Not thread-safe.
 *
 * <p>In the frame: flags (1 = a watermark follows, 2 = an epoch and a ROWTIME, 4 = a promise), milliseconds since the frame's first record, what the flags say, lengths of key and data, key, data; numbers
 * in base 128, lowest digits first, times in eight bytes.
 */
public final class LogRecord {

    /** Nothing is said about the times of the records behind. */
    public static final long NO_WATERMARK = Long.MIN_VALUE;

    private static final int WATERMARK = 1;
    private static final int EPOCH = 2;
    private static final int PROMISE = 4;
    private static final int MOST_OVERHEAD = 1 + 10 + 8 + 10 + 8 + 8 + 5 + 5;

    long index;
    long arrival;
    long watermark;
    long epoch;
    long rowtime;
    long promise;
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

    /** The number of the checkpoint that covers it, if a pipeline has written it itself; 0 for a client's record. */
    public long epoch() {
        return epoch;
    }

    /** Its row's ROWTIME, where there is an {@link #epoch}. */
    public long rowtime() {
        return rowtime;
    }

    /** How far time has come in all that its pipeline writes into the stream, or {@link #NO_WATERMARK} where nothing is said. */
    public long promise() {
        return promise;
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
            ByteBuffer into,
            long sinceFirst,
            long watermark,
            @Nullable Stamp stamp,
            boolean promises,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] data,
            int offset,
            int length) {
        int flags = watermark != NO_WATERMARK ? WATERMARK : 0;
        if (stamp != null) {
            flags |= promises ? EPOCH | PROMISE : EPOCH;
        }
        into.put((byte) flags);
        writeNumber(into, sinceFirst);
        if (watermark != NO_WATERMARK) {
            into.putLong(watermark);
        }
        if (stamp != null) {
            writeNumber(into, stamp.epoch);
            into.putLong(stamp.rowtime);
            if (promises) {
                into.putLong(stamp.promise);
            }
        }
        writeNumber(into, keyLength);
        writeNumber(into, length);
        into.put(key, keyOffset, keyLength).put(data, offset, length);
    }

    /** Reads the record at the buffer's position, which moves behind it. */
    void read(ByteBuffer from, long firstArrival) {
        int flags = from.get();
        arrival = firstArrival + readNumber(from);
        watermark = (flags & WATERMARK) != 0 ? from.getLong() : NO_WATERMARK;
        epoch = 0;
        rowtime = 0;
        promise = NO_WATERMARK;
        if ((flags & EPOCH) != 0) {
            epoch = readNumber(from);
            rowtime = from.getLong();
            if ((flags & PROMISE) != 0) {
                promise = from.getLong();
            }
        }
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
