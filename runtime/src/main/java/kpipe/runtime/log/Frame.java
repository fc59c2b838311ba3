package kpipe.runtime.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The unit of writing, checking and encrypting in a segment: a head of {@link #HEAD} bytes, then the records of one commit.
 *
 * <pre>
 *  0  length of the records as they stand in the file
 *  4  CRC-32C of all that follows, head and records
 *  8  index of the first record
 * 16  arrival of the first record, in milliseconds since 1970
 * 24  arrival of the last record
 * 32  how many records
 * </pre>
 */
final class Frame {

    static final int HEAD = 36;

    private static final int CHECKED = 8;

    int length;
    long firstIndex;
    long firstArrival;
    long lastArrival;
    int count;
    private int checksum;

    /** Fills in the head of a frame that stands whole in {@code frame}, from its beginning to its limit. */
    static void seal(ByteBuffer frame, long firstIndex, long firstArrival, long lastArrival, int count) {
        frame.putInt(0, frame.limit() - HEAD);
        frame.putLong(8, firstIndex);
        frame.putLong(16, firstArrival);
        frame.putLong(24, lastArrival);
        frame.putInt(32, count);
        frame.putInt(4, checksum(frame));
    }

    /** Reads a head at the beginning of {@code frame}; false if no frame can begin so. */
    boolean readHead(ByteBuffer frame) {
        length = frame.getInt(0);
        checksum = frame.getInt(4);
        firstIndex = frame.getLong(8);
        firstArrival = frame.getLong(16);
        lastArrival = frame.getLong(24);
        count = frame.getInt(32);
        return length > 0 && length <= ShardLog.MAX_FRAME && count > 0 && count <= length && firstIndex >= 0;
    }

    /** Whether a frame that stands whole in {@code frame}, from its beginning to its limit, is what was written. */
    boolean isWhole(ByteBuffer frame) {
        return frame.limit() == HEAD + length && checksum == checksum(frame);
    }

    private static int checksum(ByteBuffer frame) {
        CRC32C crc = new CRC32C();
        crc.update(frame.duplicate().position(CHECKED));
        return (int) crc.getValue();
    }
}
