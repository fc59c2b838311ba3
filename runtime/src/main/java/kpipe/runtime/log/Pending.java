package kpipe.runtime.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way to the disk, in the layout of the file. When the disk does not take them, those of clients are refused, while what the pipeline itself has written is kept and tried again.
 *
 * @param frame from its beginning to its limit
 * @param behind the index behind its records: some of those before may be missing
 * @param clients how many of the records are those of clients
 */
record Pending(ByteBuffer frame, Frame head, long behind, Commit commit, int clients) {

    /** What is kept of it when the disk has failed, or null if nothing is. */
    @Nullable
    Pending withoutClients() {
        if (clients == 0) {
            return this;
        }
        if (clients == head.count) {
            return null;
        }
        ByteBuffer from = frame.duplicate().position(Frame.HEAD);
        ByteBuffer kept = ByteBuffer.allocate(frame.limit()).position(Frame.HEAD);
        LogRecord record = new LogRecord();
        while (from.hasRemaining()) {
            int start = from.position();
            record.read(from, head.firstArrival);
            if (record.epoch != 0) {
                kept.put(frame.array(), frame.arrayOffset() + start, from.position() - start);
            }
        }
        Frame fewer = new Frame();
        fewer.firstIndex = head.firstIndex;
        fewer.count = head.count - clients;
        fewer.firstArrival = head.firstArrival;
        fewer.lastArrival = head.lastArrival;
        return new Pending(kept.flip(), fewer, behind, new Commit(), 0);
    }

    /** It, and behind it records that nobody will store. */
    Pending upTo(long further) {
        return new Pending(frame, head, further, commit, clients);
    }

    int bytes() {
        return frame.limit();
    }
}
